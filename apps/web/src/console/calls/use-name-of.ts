import { useEffect, useState } from 'react';
import { edge } from '../../api/edge-api.ts';
import { named, useT } from '../../language/translate.ts';
import { useSettings } from '../../settings/settings-store.ts';

interface Point {
  readonly lon: number;
  readonly lat: number;
}

/** What a position is near, in words that can be read back; the caller's position where the city knows no name. */
export function useNameOf(point: Point | undefined): string {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const [held, setHeld] = useState<{ readonly key: string; readonly zh: string; readonly en: string } | null>(null);
  const { lon, lat } = point ?? { lon: Number.NaN, lat: Number.NaN };
  const key = `${lon},${lat}`;
  useEffect(() => {
    if (Number.isNaN(lon)) return;
    let wanted = true;
    edge.placeAt(lon, lat).then(
      ({ place }) => wanted && place !== null && setHeld({ key: `${lon},${lat}`, zh: place.name, en: place.nameEn }),
      // Without a name it is still a point on the map.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [lon, lat]);
  return held?.key === key ? t('nearTo', { name: named(language, held.zh, held.en) }) : t('ownPosition');
}
