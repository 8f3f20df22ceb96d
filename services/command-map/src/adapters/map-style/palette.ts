/** Colours of the base map: muted, so that units and incidents are the only loud things on it. */
export interface Palette {
  readonly land: string;
  readonly park: string;
  readonly forest: string;
  readonly grass: string;
  readonly water: string;
  readonly shore: string;
  readonly building: string;
  readonly buildingEdge: string;
  readonly district: string;
  readonly rail: string;
  readonly metro: string;
  readonly motorway: RoadColours;
  readonly trunk: RoadColours;
  readonly primary: RoadColours;
  readonly minor: RoadColours;
  readonly label: string;
  readonly labelQuiet: string;
  readonly labelWater: string;
  readonly labelDistrict: string;
  readonly halo: string;
  readonly poi: string;
  readonly poiMedical: string;
  readonly poiStation: string;
}
export interface RoadColours {
  readonly fill: string;
  readonly casing: string;
  /** From so far away that there is no casing: the line alone against the land. */
  readonly far: string;
}

export const DAY: Palette = {
  land: '#f3f2ee',
  park: '#dde8d3',
  forest: '#d2e0c8',
  grass: '#e6ecdc',
  water: '#bfd5e2',
  shore: '#a9c5d6',
  building: '#e7e4dd',
  buildingEdge: '#d8d4cb',
  district: '#a79fb3',
  rail: '#b9b5ae',
  metro: '#b7a9c4',
  motorway: { fill: '#f1d59b', casing: '#cfae6b', far: '#cfae6b' },
  trunk: { fill: '#f6e2b5', casing: '#d6bd87', far: '#d6bd87' },
  primary: { fill: '#fcf1d3', casing: '#d8cba9', far: '#d8cba9' },
  minor: { fill: '#ffffff', casing: '#d6d2c9', far: '#d6d2c9' },
  label: '#4a4842',
  labelQuiet: '#77736a',
  labelWater: '#4f7d98',
  labelDistrict: '#6b6478',
  halo: '#fbfaf7',
  poi: '#9a958b',
  poiMedical: '#b3625f',
  poiStation: '#5f7392',
};

export const NIGHT: Palette = {
  land: '#151a21',
  park: '#18241f',
  forest: '#16261e',
  grass: '#1a231f',
  water: '#0d1a29',
  shore: '#1b3146',
  building: '#1d242d',
  buildingEdge: '#252e39',
  district: '#4d4860',
  rail: '#3a4250',
  metro: '#463d57',
  motorway: { fill: '#5d5237', casing: '#0f1318', far: '#5d5237' },
  trunk: { fill: '#50493a', casing: '#0f1318', far: '#50493a' },
  primary: { fill: '#3d4149', casing: '#0f1318', far: '#3d4149' },
  minor: { fill: '#2a323d', casing: '#10151b', far: '#2a323d' },
  label: '#a9b4c2',
  labelQuiet: '#7b8695',
  labelWater: '#5582a3',
  labelDistrict: '#8a83a3',
  halo: '#11161c',
  poi: '#66707e',
  poiMedical: '#a4615f',
  poiStation: '#6f87ab',
};
