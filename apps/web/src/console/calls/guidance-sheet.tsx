import type { CallGuidance } from '@muster/contracts/edge';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useT } from '../../language/translate.ts';
import { useSettings } from '../../settings/settings-store.ts';
import { startMetronome } from './metronome.ts';

interface Props {
  readonly instruction: CallGuidance['instructions'][number];
  /** Somebody may be listening at the other end: no sound. */
  readonly quiet: boolean;
  onClose(): void;
}

/** Words to read to the caller, big, over the map: the form beside it stays in use. */
export function GuidanceSheet({ instruction, quiet, onClose }: Props) {
  const t = useT();
  const pageLanguage = useSettings((settings) => settings.language);
  const [caller, setCaller] = useState(pageLanguage);
  const place = document.querySelector('.console-map');
  if (place === null) return null;
  const { zh, en, source, steps, metronomePerMinute } = instruction;
  return createPortal(
    <section className="sheet" data-testid="guidance-sheet">
      <header>
        <h2>{caller === 'zh' ? zh : en}</h2>
        <button
          type="button"
          onClick={() => setCaller(caller === 'zh' ? 'en' : 'zh')}
          lang={caller === 'zh' ? 'en' : 'zh-CN'}
        >
          {caller === 'zh' ? 'English' : '中文'}
        </button>
        <button type="button" className="quiet" onClick={onClose} aria-label={t('close')}>
          ✕
        </button>
      </header>
      {metronomePerMinute !== undefined && <Metronome perMinute={metronomePerMinute} quiet={quiet} />}
      <ol className="sheet-steps">
        {steps.map((step) => (
          <li key={step.zh}>
            <p lang={caller === 'zh' ? 'zh-CN' : 'en'}>{caller === 'zh' ? step.zh : step.en}</p>
            <small lang={caller === 'zh' ? 'en' : 'zh-CN'}>{caller === 'zh' ? step.en : step.zh}</small>
          </li>
        ))}
      </ol>
      <footer>{t('source', { source })}</footer>
    </section>,
    place,
  );
}

function Metronome({ perMinute, quiet }: { perMinute: number; quiet: boolean }) {
  const t = useT();
  const [running, setRunning] = useState(false);
  const [muted, setMuted] = useState(quiet);
  const lamp = useRef<HTMLSpanElement>(null);
  const held = useRef<ReturnType<typeof startMetronome> | null>(null);
  useEffect(() => () => held.current?.stop(), []);
  const toggle = () => {
    held.current?.stop();
    held.current = running
      ? null
      : startMetronome(perMinute, {
          muted,
          // Sixty times a second: written straight into the page.
          onBeat(beat, lit) {
            if (lamp.current === null) return;
            lamp.current.textContent = beat === 0 ? '' : String(beat);
            lamp.current.classList.toggle('lit', lit);
          },
        });
    setRunning(!running);
  };
  const mute = () => {
    held.current?.setMuted(!muted);
    setMuted(!muted);
  };
  return (
    <div className="metronome" data-testid="metronome">
      <span ref={lamp} className="beat" data-testid="beat" />
      <b>{t('beats', { n: perMinute })}</b>
      <button type="button" className="primary" onClick={toggle} data-testid="metronome-toggle">
        {t(running ? 'metronomeStop' : 'metronomeStart')}
      </button>
      <button type="button" aria-pressed={muted} onClick={mute} data-testid="metronome-mute">
        {t(muted ? 'soundOff' : 'soundOn')}
      </button>
    </div>
  );
}
