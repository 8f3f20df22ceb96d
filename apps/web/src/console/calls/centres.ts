import type { Centre } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useEffect } from 'react';
import { create } from 'zustand';
import { contactApi } from '../../api/contact-api.ts';

const useStore = create<{ readonly centres: readonly Centre[] | null }>()(() => ({ centres: null }));
let under: Promise<readonly Centre[] | null> | null = null;

/** The centres that are configured, asked once; null where that could not be found out. */
export function loadCentres(): Promise<readonly Centre[] | null> {
  const { centres } = useStore.getState();
  if (centres !== null) return Promise.resolve(centres);
  under ??= contactApi
    .centres()
    .then(
      ({ centres: known }) => {
        useStore.setState({ centres: known });
        return known;
      },
      () => null,
    )
    .finally(() => {
      under = null;
    });
  return under;
}

/** Null until they are known. */
export function useCentres(): readonly Centre[] | null {
  useEffect(() => void loadCentres(), []);
  return useStore(({ centres }) => centres);
}

/** Tickets go there by themselves. What is not known is not linked: a person then makes sure that they know. */
export const isLinked = (centres: readonly Centre[] | null, name: string): boolean =>
  centres?.some((centre) => centre.name === name && centre.linked) ?? false;
