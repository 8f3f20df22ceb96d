import type { UseRow } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { useState } from 'react';
import { useT } from '../language/translate.ts';
import { channelName } from './channel-name.ts';
import { percent, shareOf } from './figures.ts';
import { useTypeName } from './use-type-name.ts';

const FIRST = 20;

/** Calls, what humans said of them, and the share that was right, by type or by channel. */
export function CountsTable({ title, of, rows }: { title: string; of: 'type' | 'channel'; rows: readonly UseRow[] }) {
  const t = useT();
  const nameOf = useTypeName();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FIRST);
  return (
    <section className="reports-section" data-testid={`by-${of}`}>
      <h2>{title}</h2>
      <table>
        <thead>
          <tr>
            <th>{t(of === 'type' ? 'incidentTypeCol' : 'channel')}</th>
            <th>{t('callsCol')}</th>
            <th>{t('judgedCol')}</th>
            <th>{t('rightCol')}</th>
            <th className="share-col">{t('shareCol')}</th>
            {of === 'type' && <th title={t('missedHelp')}>{t('missedCol')}</th>}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, counts }) => (
            <tr key={key}>
              <th scope="row">{of === 'type' ? nameOf(key) : channelName(t, key)}</th>
              <td>{counts?.calls ?? 0}</td>
              <td>{counts?.judged ?? 0}</td>
              <td>{counts?.right ?? 0}</td>
              <td className="share-col">
                <ShareBar right={counts?.right ?? 0} of={counts?.judged ?? 0} />
              </td>
              {of === 'type' && <td>{counts?.missed ?? 0}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > FIRST && (
        <button type="button" className="quiet" onClick={() => setAll(!all)}>
          {all ? t('showFewer') : t('showAll', { n: rows.length })}
        </button>
      )}
    </section>
  );
}

function ShareBar({ right, of }: { right: number; of: number }) {
  const share = shareOf(right, of);
  if (share === null) return <span className="share-none">—</span>;
  return (
    <span className="share" title={`${percent(share.low)}–${percent(share.high)}`}>
      <i>
        <b style={{ width: percent(share.share) }} />
      </i>
      {percent(share.share)}
    </span>
  );
}
