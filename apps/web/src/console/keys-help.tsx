import { Modal } from 'antd';
import { useT, type Word } from '../language/translate.ts';
import { showHelp, useConsole } from './console-store.ts';

const KEYS: readonly (readonly [keys: string, what: Word])[] = [
  ['F1', 'keyNew'],
  ['F2', 'keySend'],
  ['F2 / Ctrl+Enter', 'keySubmit'],
  ['F3', 'keyJoin'],
  ['F4', 'keyAnswer'],
  ['F6', 'keyStep'],
  ['1 2 / Alt+Y Alt+N', 'keyYesNo'],
  ['1–9 / Alt+1–9', 'keyCandidate'],
  ['F7', 'keyRead'],
  ['F8', 'keyTransfer'],
  ['F9', 'keyDuress'],
  ['F10', 'keyJoinAll'],
  ['↑ ↓ / k j', 'keyMove'],
  ['Enter', 'keyEnter'],
  ['/', 'keySearch'],
  ['P', 'keyPlace'],
  ['T', 'keyType'],
  ['C', 'keyContacts'],
  ['H', 'keyHold'],
  ['M', 'keyMap'],
  ['N', 'keyNote'],
  ['Esc', 'keyEscape'],
  ['?', 'keyHelp'],
];

export function KeysHelp() {
  const t = useT();
  const shown = useConsole((state) => state.helpShown);
  return (
    <Modal open={shown} title={t('keysTitle')} footer={null} onCancel={() => showHelp(false)}>
      <dl className="keys">
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
