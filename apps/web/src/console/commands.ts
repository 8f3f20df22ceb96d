import { useEffect, useRef } from 'react';

/** What keys can ask of whichever part of the page is there to do it. */
export type Command = 'send' | 'focus-send' | 'focus-place' | 'focus-note' | 'focus-search' | 'submit-call' | 'answer';

const handlers = new Map<Command, () => void>();

export function runCommand(command: Command): void {
  handlers.get(command)?.();
}

/** This component does `command` while it is on the page. */
export function useCommand(command: Command, handler: () => void): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    const run = () => latest.current();
    handlers.set(command, run);
    return () => {
      if (handlers.get(command) === run) handlers.delete(command);
    };
  }, [command]);
}
