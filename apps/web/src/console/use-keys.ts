import { useEffect } from 'react';
import { runCommand } from './commands.ts';
import { goBack, openCallForm, selectIncident, showHelp, startPicking, useConsole } from './console-store.ts';

/** Keys that work anywhere, also while typing. */
const EVERYWHERE: Readonly<Record<string, () => void>> = {
  F1: openCallForm,
  F2: () => runCommand(useConsole.getState().panel === 'call' ? 'submit-call' : 'send'),
  F4: () => runCommand('answer'),
  Escape: goBack,
};

const OUTSIDE_FIELDS: Readonly<Record<string, () => void>> = {
  '/': () => runCommand('focus-search'),
  '?': () => showHelp(true),
  Enter: () => runCommand('focus-send'),
  p: () => runCommand('focus-place'),
  n: () => runCommand('focus-note'),
  m: () => startPicking(useConsole.getState().panel === 'call' ? 'call' : 'incident'),
};

const FIELDS = 'input, textarea, select, [contenteditable], .ant-select';
const PRESSABLE = 'button, a, [role="button"], [role="radio"]';

/** The console's keyboard. `queue` is in the order shown. */
export function useKeys(queue: readonly string[]): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"])') !== null) return;
      const action = actionOf(event, queue);
      if (action === undefined) return;
      event.preventDefault();
      action();
    }
    // Before anybody else: a dialog that closes on Escape is still there to be seen, and keeps the key to itself.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [queue]);
}

function actionOf(event: KeyboardEvent, queue: readonly string[]): (() => void) | undefined {
  const target = event.target as Element;
  // The first Escape leaves the field, the second goes back.
  if (event.key === 'Escape' && target.closest(FIELDS) !== null) return () => (target as HTMLElement).blur();
  const always = EVERYWHERE[event.key];
  if (always !== undefined) return event.repeat ? () => {} : always;
  if (target.closest(FIELDS) !== null) return undefined;
  if (event.key === 'ArrowDown' || event.key === 'j') return () => move(queue, 1);
  if (event.key === 'ArrowUp' || event.key === 'k') return () => move(queue, -1);
  // A focused button takes its own Enter; a row of the queue hands it on to the send button.
  if (event.key === 'Enter' && target.closest(PRESSABLE) !== null && target.closest('[data-incident-id]') === null)
    return undefined;
  return event.repeat ? () => {} : OUTSIDE_FIELDS[event.key];
}

function move(queue: readonly string[], step: number): void {
  const at = queue.indexOf(useConsole.getState().incidentId);
  const next = queue[at === -1 ? 0 : Math.min(queue.length - 1, Math.max(0, at + step))];
  if (next === undefined) return;
  selectIncident(next);
  const row = document.querySelector<HTMLElement>(`[data-incident-id="${CSS.escape(next)}"]`);
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}
