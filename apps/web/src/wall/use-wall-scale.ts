import { useEffect, useState } from 'react';

/** The width the wall is designed at: everything on it, symbols of the map too, grows with the screen. */
const DESIGN_WIDTH_PX = 1920;

const scaleNow = (): number => window.innerWidth / DESIGN_WIDTH_PX;

export function useWallScale(): number {
  const [scale, setScale] = useState(scaleNow);
  useEffect(() => {
    const resized = () => setScale(scaleNow());
    window.addEventListener('resize', resized);
    return () => window.removeEventListener('resize', resized);
  }, []);
  return scale;
}
