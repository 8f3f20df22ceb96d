import { useSystem } from '../trade/system-store.ts';
import './drill-watermark.css';

const TEXT: Readonly<Record<string, string>> = { drill: '演练 DRILL', test: '测试 TEST' };

/** Over everything and in nobody's way: nobody may take a drill for the real thing. */
export function DrillWatermark() {
  const mode = useSystem((state) => state.system?.mode ?? 'live');
  const text = TEXT[mode];
  if (text === undefined) return null;
  const tile = `<svg xmlns="http://www.w3.org/2000/svg" width="420" height="260"><text x="210" y="140" text-anchor="middle" transform="rotate(-24 210 130)" font-family="sans-serif" font-size="34" font-weight="700" letter-spacing="6" fill="#ff8a1f" fill-opacity=".09">${text}</text></svg>`;
  return (
    <div
      className="drill-watermark"
      data-testid="drill-watermark"
      aria-hidden="true"
      style={{ backgroundImage: `url("data:image/svg+xml,${encodeURIComponent(tile)}")` }}
    />
  );
}
