import type { CallClassificationServiceService } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { unwrap } from '@muster/kernel/result';
import type { Handlers } from '@muster/platform/grpc/server';
import type { Reports } from '../app/reports.ts';

export const reportHandlers = (
  reports: Reports,
  modelVersion: string,
): Pick<Handlers<typeof CallClassificationServiceService>, 'reportInUse' | 'listCorrections'> => ({
  async reportInUse({ fromMs, toMs }) {
    const { byType, byChannel, confusions, bands, drift, ...report } = unwrap(await reports.inUse(fromMs, toMs));
    return {
      ...report,
      ...{ fromMs, toMs, modelVersion },
      byType: [...byType],
      byChannel: [...byChannel],
      confusions: [...confusions],
      bands: [...bands],
      drift: { ...drift, types: [...drift.types] },
    };
  },
  listCorrections: ({ after, limit }) => reports.corrections(after, limit),
});
