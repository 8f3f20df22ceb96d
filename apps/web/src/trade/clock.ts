import { useSyncExternalStore } from 'react';
import { serverNowMs } from '../live/live-store.ts';
import { timeZone } from './system-store.ts';

const listeners = new Set<() => void>();
let nowMs = Date.now();
setInterval(() => {
  nowMs = serverNowMs();
  for (const listener of listeners) listener();
}, 1_000);

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** The server's time, once a second. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => nowMs);

const formats = new Map<string, Intl.DateTimeFormat>();
function format(kind: 'time' | 'date', language: string): Intl.DateTimeFormat {
  const key = `${kind}|${language}|${timeZone()}`;
  let found = formats.get(key);
  if (found === undefined) {
    const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
    const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
    const date = { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' } as const;
    const options = kind === 'date' ? date : time;
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone: timeZone() });
    formats.set(key, found);
  }
  return found;
}

/** 14:05:09 in the city's time. */
export const timeText = (atMs: number): string => format('time', 'zh').format(atMs);
export const dateText = (atMs: number, language: string): string => format('date', language).format(atMs);

/** 0:42, 12:05, 3:07:00: minutes and seconds, hours where there are any. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
