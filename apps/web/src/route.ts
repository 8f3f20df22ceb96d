import { useSyncExternalStore } from 'react';

const CHANGED = 'muster-route';

/** Goes to another page of this app without a reload. */
export function navigate(path: string): void {
  window.history.pushState(null, '', path + window.location.search);
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(CHANGED, listener);
  };
}

export const usePath = (): string =>
  useSyncExternalStore(subscribe, () => window.location.pathname.replace(/\/+$/, '') || '/');
