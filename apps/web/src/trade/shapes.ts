/** Outlines in a 24 × 24 box: the same shape on the map, in lists and on the wall, so that colour is never alone. */
export const PRIORITY_SHAPES: Readonly<Record<number, string>> = {
  1: 'M7.7 1.5h8.6l6.2 6.2v8.6l-6.2 6.2H7.7l-6.2-6.2V7.7z',
  2: 'M12 1l11 11-11 11L1 12z',
  3: 'M4.5 2.5h15a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2z',
  4: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z',
  5: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16z',
};

export const AGENCY_SHAPES: Readonly<Record<string, string>> = {
  medical: 'M6 1.5h12a4.5 4.5 0 0 1 4.5 4.5v12a4.5 4.5 0 0 1-4.5 4.5H6A4.5 4.5 0 0 1 1.5 18V6A4.5 4.5 0 0 1 6 1.5z',
  fire: 'M12 .8l9.8 5.6v11.2L12 23.2l-9.8-5.6V6.4z',
  police: 'M12 1l9.5 3v8.2c0 5.2-4 8.9-9.5 11c-5.5-2.1-9.5-5.8-9.5-11V4z',
  municipal: 'M12 1.2a10.8 10.8 0 1 0 0 21.6a10.8 10.8 0 1 0 0-21.6z',
  emergency: 'M12 .6L23.4 12 12 23.4.6 12z',
};

export const AGENCY_GLYPHS: Readonly<Record<string, string>> = {
  medical: 'M10 5.5h4V10h4.5v4H14v4.5h-4V14H5.5v-4H10z',
  fire: 'M12.6 4.5c.4 3-3.9 4.6-3.9 9c0 3 1.6 5 3.6 5c2.3 0 3.9-1.7 3.9-4.2c0-1.3-.5-2.4-1.1-3.3c-.2 1-.7 1.6-1.3 1.9c.5-3-.1-6.3-1.2-8.4z',
  police: 'M12 6l1.7 3.7 4 .5-3 2.7.8 4-3.5-2-3.5 2 .8-4-3-2.7 4-.5z',
  municipal: 'M16.9 6.5a4 4 0 0 0-5.3 4.7L6.3 16.5l1.7 1.7 5.3-5.3a4 4 0 0 0 4.7-5.3l-2.2 2.2-1.7-.5-.5-1.7z',
  emergency: 'M10.7 6h2.6l-.5 7.2h-1.6zM12 14.6a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3z',
};
