import { useEffect } from 'react';
import { stopAsking } from './ask.ts';
import { openNewCall } from './call-deeds.ts';
import { canRun, runCommand } from './commands.ts';
import { goBack, selectIncident, showHelp, showList, startPicking, useConsole } from './console-store.ts';

/** Keys that work anywhere, also while typing. */
const EVERYWHERE: Readonly<Record<string, () => void>> = {
  F1: openNewCall,
  F2: () => runCommand(useConsole.getState().panel === 'call' ? 'submit-call' : 'send'),
  F3: () => runCommand('join'),
  F4: () => runCommand('answer'),
  F6: () => runCommand('next-step'),
  F7: () => runCommand('read-aloud'),
  F8: () => runCommand('transfer-12345'),
  F9: () => runCommand('duress'),
  F10: () => runCommand('join-all'),
  Escape: goBack,
};

const OUTSIDE_FIELDS: Readonly<Record<string, () => void>> = {
  '/': () => runCommand('focus-search'),
  '?': () => showHelp(true),
  Enter: () => runCommand('focus-send'),
  c: () => showList(useConsole.getState().list === 'contacts' ? 'incidents' : 'contacts'),
  p: () => runCommand('focus-place'),
  t: () => runCommand('focus-type'),
  h: () => runCommand('hold'),
  n: () => runCommand('focus-note'),
  m: () => startPicking(useConsole.getState().panel === 'call' ? 'call' : 'incident'),
};

/** Alone outside of fields; with Alt also while typing. While yes or no is asked, 1 and 2 are the answers. */
function digit(key: string, alt: boolean): (() => void) | undefined {
  if (!/^[1-9]$/.test(key)) return undefined;
  if (!alt && canRun('yes')) return { 1: () => runCommand('yes'), 2: () => runCommand('no') }[key];
  return () => runCommand(`place-${Number(key)}`);
}

/** Some layouts write another letter with Alt: the key counts, not what it writes. */
function altAction(event: KeyboardEvent): (() => void) | undefined {
  if (event.code === 'KeyY') return canRun('yes') ? () => runCommand('yes') : undefined;
  if (event.code === 'KeyN') return canRun('no') ? () => runCommand('no') : undefined;
  return digit(event.code.replace('Digit', ''), true);
}

export const FIELDS = 'input, textarea, select, [contenteditable], .ant-select';
const PRESSABLE = 'button, a, [role="button"], [role="radio"]';

/** The console's keyboard. `queue` is in the order shown. */
export function useKeys(queue: readonly string[]): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return;
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"])') !== null) {
        // A call is answered over any dialog; the dialog goes, the call does not wait.
        if (event.key !== 'F4') return;
        stopAsking();
        showHelp(false);
      }
      const action = event.altKey ? altAction(event) : actionOf(event, queue);
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
  return event.repeat ? () => {} : (OUTSIDE_FIELDS[event.key] ?? digit(event.key, false));
}

function move(queue: readonly string[], step: number): void {
  if (useConsole.getState().list === 'contacts') {
    moveInContacts(step);
    return;
  }
  const at = queue.indexOf(useConsole.getState().incidentId);
  const next = queue[at === -1 ? 0 : Math.min(queue.length - 1, Math.max(0, at + step))];
  if (next === undefined) return;
  selectIncident(next);
  const row = document.querySelector<HTMLElement>(`[data-incident-id="${CSS.escape(next)}"]`);
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}

/** Callers are opened by Enter: looking through the list takes nobody away from the call on the screen. */
function moveInContacts(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('.contact-main')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}
