import type { ReportInUseResponse } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { useCallback, useEffect, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { ApiError } from '../api/http.ts';

const DAY_MS = 86_400_000;

export type ReportState =
  | { readonly kind: 'loading'; readonly report: ReportInUseResponse | null }
  | { readonly kind: 'here'; readonly report: ReportInUseResponse }
  | { readonly kind: 'failed'; readonly error: ApiError; readonly report: null };

/** The report of the last days; the one before stays while the next is on its way. */
export function useReport(days: number): { readonly state: ReportState; readonly reload: () => void } {
  const [state, setState] = useState<ReportState>({ kind: 'loading', report: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOurs = true;
    setState(({ report }) => ({ kind: 'loading', report }));
    const toMs = Date.now();
    edge.classifierReport(toMs - days * DAY_MS, toMs).then(
      (report) => isOurs && setState({ kind: 'here', report }),
      (error: unknown) =>
        isOurs &&
        setState({
          kind: 'failed',
          error: error instanceof ApiError ? error : new ApiError('internal', String(error), '报表读取失败'),
          report: null,
        }),
    );
    return () => {
      isOurs = false;
    };
  }, [days, turn]);
  return { state, reload: useCallback(() => setTurn((n) => n + 1), []) };
}
