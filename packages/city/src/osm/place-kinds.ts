import type { GazetteerKind } from '../pack/format.ts';
import type { Tags } from './osm-data.ts';

/** What a named thing is to a caller who gives it as the place; undefined where nobody would. */
export function kindOf(tags: Tags): GazetteerKind | undefined {
  return (
    byAmenity(tags) ??
    byTransport(tags) ??
    byPlace(tags) ??
    byLeisure(tags) ??
    byTrade(tags) ??
    byLand(tags) ??
    undefined
  );
}

const AMENITY: Readonly<Record<string, GazetteerKind>> = {
  hospital: 'hospital',
  clinic: 'hospital',
  doctors: 'poi',
  fire_station: 'station',
  police: 'station',
  school: 'school',
  kindergarten: 'school',
  college: 'school',
  university: 'school',
  marketplace: 'market',
  townhall: 'government',
  courthouse: 'government',
  public_building: 'government',
  post_office: 'government',
  community_centre: 'government',
  embassy: 'government',
  prison: 'government',
  bus_station: 'transport',
  ferry_terminal: 'transport',
};

/** Street furniture: too many, and never where anyone is. */
const NOT_A_PLACE = new Set([
  'bench',
  'waste_basket',
  'waste_disposal',
  'bicycle_parking',
  'parking_space',
  'parking_entrance',
  'drinking_water',
  'vending_machine',
  'recycling',
  'post_box',
  'telephone',
  'shelter',
  'compressed_air',
  'grit_bin',
]);

function byAmenity(tags: Tags): GazetteerKind | undefined {
  const amenity = tags.amenity;
  if (tags.emergency === 'ambulance_station') return 'station';
  if (tags.healthcare === 'hospital') return 'hospital';
  if (tags.office === 'government' || tags.government !== undefined) return 'government';
  if (amenity === undefined || NOT_A_PLACE.has(amenity)) return undefined;
  return AMENITY[amenity] ?? 'poi';
}

function byTransport(tags: Tags): GazetteerKind | undefined {
  const isMetro = tags.station === 'subway' || tags.subway === 'yes' || tags.station === 'light_rail';
  if (tags.railway === 'subway_entrance') return 'metro-exit';
  if (tags.railway === 'station' || tags.railway === 'halt') return isMetro ? 'metro' : 'transport';
  if (tags.public_transport === 'station') return isMetro ? 'metro' : 'transport';
  if (tags.railway === 'tram_stop' || tags.highway === 'bus_stop' || tags.aeroway === 'aerodrome') return 'transport';
  if (tags.aeroway === 'terminal' || tags.amenity === 'ferry_terminal') return 'transport';
  if (tags.highway === 'motorway_junction' || tags.highway === 'services') return 'transport';
  if (tags.highway === 'milestone') return 'km-post';
  if (tags.man_made === 'bridge') return 'bridge';
  return tags.barrier === 'toll_booth' ? 'transport' : undefined;
}

const PLACE: Readonly<Record<string, GazetteerKind>> = {
  city: 'district',
  borough: 'district',
  district: 'district',
  town: 'district',
  suburb: 'district',
  quarter: 'district',
  neighbourhood: 'district',
  city_block: 'compound',
  village: 'village',
  hamlet: 'village',
  locality: 'village',
  isolated_dwelling: 'village',
  island: 'poi',
  square: 'poi',
};

const byPlace = (tags: Tags): GazetteerKind | undefined => (tags.place !== undefined ? PLACE[tags.place] : undefined);

const PARKS = new Set(['park', 'garden', 'nature_reserve', 'common', 'golf_course', 'dog_park', 'recreation_ground']);

function byLeisure(tags: Tags): GazetteerKind | undefined {
  if (tags.leisure !== undefined) return PARKS.has(tags.leisure) ? 'park' : 'poi';
  if (
    tags.tourism === 'hotel' ||
    tags.tourism === 'motel' ||
    tags.tourism === 'hostel' ||
    tags.tourism === 'guest_house'
  ) {
    return 'hotel';
  }
  return tags.tourism !== undefined || tags.historic !== undefined ? 'poi' : undefined;
}

function byTrade(tags: Tags): GazetteerKind | undefined {
  if (tags.shop === 'mall' || tags.shop === 'department_store') return 'mall';
  if (tags.shop === 'supermarket') return 'market';
  if (tags.shop !== undefined) return 'poi';
  if (tags.office !== undefined) return 'office';
  if (tags.man_made === 'works') return 'factory';
  return tags.craft !== undefined || tags.healthcare !== undefined ? 'poi' : undefined;
}

const LAND: Readonly<Record<string, GazetteerKind>> = {
  residential: 'compound',
  industrial: 'factory',
  retail: 'mall',
  commercial: 'office',
  forest: 'park',
  recreation_ground: 'park',
  reservoir: 'water',
  basin: 'water',
  construction: 'poi',
  cemetery: 'poi',
  military: 'poi',
  railway: 'transport',
  port: 'transport',
};

function byLand(tags: Tags): GazetteerKind | undefined {
  if (tags.building !== undefined && tags.building !== 'no') return byBuilding(tags.building);
  if (tags.landuse !== undefined) return LAND[tags.landuse];
  if (tags.natural === 'water' || tags.natural === 'bay' || tags.waterway !== undefined) return 'water';
  return tags.natural === 'wood' || tags.natural === 'peak' || tags.natural === 'beach' ? 'park' : undefined;
}

function byBuilding(building: string): GazetteerKind {
  switch (building) {
    case 'school':
    case 'university':
    case 'kindergarten':
    case 'college':
    case 'hospital':
    case 'apartments':
    case 'dormitory':
    case 'residential':
    case 'house':
      return 'building';
    case 'office':
    case 'commercial':
      return 'office';
    case 'industrial':
    case 'factory':
      return 'factory';
    case 'hotel':
      return 'hotel';
    case 'train_station':
      return 'transport';
    default:
      return 'building';
  }
}
