import { useEffect, useRef } from 'react';

/** What keys can ask of whichever part of the page is there to do it. */
export type Command =
  | 'send'
  | 'focus-send'
  | 'focus-place'
  | 'focus-type'
  | 'focus-note'
  | 'focus-search'
  | 'submit-call'
  | 'answer'
  | 'next-step'
  | 'yes'
  | 'no'
  | 'transfer-12345'
  | 'duress'
  | 'hold'
  | 'read-aloud'
  | 'join'
  | 'join-all'
  | `place-${number}`;

const handlers = new Map<Command, () => void>();

/** Whether there was something to do it. */
export function runCommand(command: Command): boolean {
  const run = handlers.get(command);
  run?.();
  return run !== undefined;
}

export const canRun = (command: Command): boolean => handlers.has(command);

/** This component does `command` while it is on the page, and `active`. */
export function useCommand(command: Command, handler: () => void, active = true): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    if (!active) return;
    const run = () => latest.current();
    handlers.set(command, run);
    return () => {
      if (handlers.get(command) === run) handlers.delete(command);
    };
  }, [command, active]);
}
