import { BitReader, BitWriter } from './uper-bits.ts';

/**
 * The minimum set of data of a vehicle's emergency call: EN 15722:2011 (version 1), :2015 (2) and :2020 (3), in UPER.
 * Version 1 has the message directly behind its number; 2 and 3 wrap it into an octet string. In version 3 the two
 * recent positions are always there.
 */
export interface Msd {
  readonly version: 1 | 2 | 3;
  readonly messageIdentifier: number;
  readonly automaticActivation: boolean;
  readonly testCall: boolean;
  readonly positionCanBeTrusted: boolean;
  /** Index into VEHICLE_TYPES; −1 is one that a later edition added. */
  readonly vehicleType: number;
  /** 17 characters. */
  readonly vin: string;
  /** In the order of PROPULSIONS; version 1 has no `other`. */
  readonly propulsion: readonly boolean[];
  /** Seconds since 1970 when the incident began; 0 unknown. The same in every repetition of one incident. */
  readonly timestampS: number;
  /** Milliarcseconds, WGS-84; null when the vehicle does not know. */
  readonly position: { readonly latMas: number; readonly lonMas: number } | null;
  /** Clockwise from north, in steps of 2°; null unknown. */
  readonly directionDeg: number | null;
  /** Earlier positions relative to the one before, in steps of 100 milliarcseconds. */
  readonly recent: readonly { readonly latDelta: number; readonly lonDelta: number }[];
  /** Null when the vehicle does not count them. */
  readonly passengers: number | null;
  readonly additionalData: { readonly oid: readonly number[]; readonly data: Uint8Array } | null;
}

export const VEHICLE_TYPES = [
  'passengerVehicleClassM1',
  'busesAndCoachesClassM2',
  'busesAndCoachesClassM3',
  'lightCommercialVehiclesClassN1',
  'heavyDutyVehiclesClassN2',
  'heavyDutyVehiclesClassN3',
  'motorcyclesClassL1e',
  'motorcyclesClassL2e',
  'motorcyclesClassL3e',
  'motorcyclesClassL4e',
  'motorcyclesClassL5e',
  'motorcyclesClassL6e',
  'motorcyclesClassL7e',
] as const;

export const PROPULSIONS = ['gasoline', 'diesel', 'cng', 'lpg', 'electric', 'hydrogen', 'other'] as const;

/** In the order of their characters' values, as UPER counts them: no I, O, Q. */
const VIN_CHARS = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ';
const VIN_LENGTH = 17;
const VIN_BITS = 6;
const UNKNOWN_MAS = 0x7fffffff;
const SIGN_32 = 2 ** 31;
const SIGN_10 = 512;
const UNKNOWN_DIRECTION = 255;
const UNKNOWN_PASSENGERS = 255;
/** GSM in-band modem carries 140 octets; SIP may carry more, but no standard set of data is longer. */
export const MSD_MAX_BYTES = 1_024;
export const MAS_PER_DEGREE = 3_600_000;

/** Never throws: `null` is what is no MSD. */
export function decodeMsd(bytes: Uint8Array): Msd | null {
  if (bytes.length > MSD_MAX_BYTES) return null;
  try {
    const outer = new BitReader(bytes);
    const version = outer.bits(8);
    if (version === 1) return decodeMessage(1, outer);
    if (version !== 2 && version !== 3) return null;
    return decodeMessage(version, new BitReader(outer.octets(outer.length())));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function decodeMessage(version: Msd['version'], bits: BitReader): Msd | null {
  const messageExtended = bits.bool();
  const hasAdditional = bits.bool();
  const structureExtended = bits.bool();
  const hasRecent = version === 3 ? [true, true] : [bits.bool(), bits.bool()];
  const hasPassengers = bits.bool();
  // What an extension adds comes after everything we read.
  const messageIdentifier = bits.bits(8);
  const [automaticActivation, testCall, positionCanBeTrusted] = [bits.bool(), bits.bool(), bits.bool()];
  const vehicleType = vehicleTypeOf(bits);
  const vin = vinOf(bits);
  if (vehicleType === null || vin === null) return null;
  const propulsion = propulsionOf(version, bits);
  const timestampS = bits.bits(32);
  const [latMas, lonMas] = [bits.bits(32) - SIGN_32, bits.bits(32) - SIGN_32];
  const direction = bits.bits(8);
  const recent = hasRecent
    .filter((present) => present)
    .map(() => ({ latDelta: bits.bits(10) - SIGN_10, lonDelta: bits.bits(10) - SIGN_10 }));
  const passengers = hasPassengers ? bits.bits(8) : UNKNOWN_PASSENGERS;
  return {
    ...{
      version,
      messageIdentifier,
      automaticActivation,
      testCall,
      positionCanBeTrusted,
      vehicleType,
      vin,
      propulsion,
    },
    timestampS,
    position: isOnEarth(latMas, lonMas) ? { latMas, lonMas } : null,
    directionDeg: direction < 180 ? direction * 2 : null,
    recent,
    passengers: passengers === UNKNOWN_PASSENGERS ? null : passengers,
    additionalData: hasAdditional && !structureExtended && !messageExtended ? additionalOf(bits) : null,
  };
}

const isOnEarth = (latMas: number, lonMas: number): boolean =>
  latMas !== UNKNOWN_MAS &&
  lonMas !== UNKNOWN_MAS &&
  Math.abs(latMas) <= 90 * MAS_PER_DEGREE &&
  Math.abs(lonMas) <= 180 * MAS_PER_DEGREE;

function vehicleTypeOf(bits: BitReader): number | null {
  if (!bits.bool()) {
    const index = bits.bits(4);
    return index < VEHICLE_TYPES.length ? index : null;
  }
  // An extension: a normally small number.
  if (bits.bool()) throw new RangeError('no vehicle type is that large');
  bits.bits(6);
  return -1;
}

function vinOf(bits: BitReader): string | null {
  let vin = '';
  for (let i = 0; i < VIN_LENGTH; i++) {
    const char = VIN_CHARS[bits.bits(VIN_BITS)];
    if (char === undefined) return null;
    vin += char;
  }
  return vin;
}

/** Each is FALSE unless it is there and says TRUE. */
function propulsionOf(version: number, bits: BitReader): boolean[] {
  const extended = bits.bool();
  const present = Array.from({ length: version === 1 ? PROPULSIONS.length - 1 : PROPULSIONS.length }, () =>
    bits.bool(),
  );
  const values = present.map((here) => here && bits.bool());
  if (extended) skipExtensions(bits);
  return values;
}

/** A bit map of what was added, then each as an open type. */
function skipExtensions(bits: BitReader): void {
  if (bits.bool()) throw new RangeError('so many additions do not occur');
  const map = Array.from({ length: bits.bits(6) + 1 }, () => bits.bool());
  for (const here of map) if (here) bits.octets(bits.length());
}

function additionalOf(bits: BitReader): Msd['additionalData'] {
  const oid = bits.octets(bits.length());
  return { oid: [...oid], data: bits.octets(bits.length()) };
}

/** The other way, for tests and drills. Additions of later editions are not written. */
export function encodeMsd(msd: Msd): Uint8Array {
  const inner = encodeMessage(msd, new BitWriter());
  if (msd.version === 1) return new BitWriter().bits(8, 1).octets(inner).bytes();
  return new BitWriter().bits(8, msd.version).length(inner.length).octets(inner).bytes();
}

function encodeMessage(msd: Msd, bits: BitWriter): Uint8Array {
  const { version, recent, passengers, additionalData, position } = msd;
  bits
    .bool(false)
    .bool(additionalData !== null)
    .bool(false);
  if (version !== 3) bits.bool(recent.length > 0).bool(recent.length > 1);
  bits.bool(passengers !== null).bits(8, msd.messageIdentifier);
  bits.bool(msd.automaticActivation).bool(msd.testCall).bool(msd.positionCanBeTrusted);
  if (msd.vehicleType < 0) bits.bool(true).bits(7, 0);
  else bits.bool(false).bits(4, msd.vehicleType);
  for (const char of msd.vin) bits.bits(VIN_BITS, VIN_CHARS.indexOf(char));
  const propulsion = msd.propulsion.slice(0, version === 1 ? PROPULSIONS.length - 1 : PROPULSIONS.length);
  bits.bool(false);
  for (const value of propulsion) bits.bool(value);
  for (const value of propulsion) if (value) bits.bool(true);
  bits.bits(32, msd.timestampS);
  bits.bits(32, (position?.latMas ?? UNKNOWN_MAS) + SIGN_32).bits(32, (position?.lonMas ?? UNKNOWN_MAS) + SIGN_32);
  bits.bits(8, msd.directionDeg === null ? UNKNOWN_DIRECTION : msd.directionDeg / 2);
  const written = version === 3 ? [recent[0], recent[1]].map((delta) => delta ?? { latDelta: 0, lonDelta: 0 }) : recent;
  for (const { latDelta, lonDelta } of written) bits.bits(10, latDelta + SIGN_10).bits(10, lonDelta + SIGN_10);
  if (passengers !== null) bits.bits(8, passengers);
  if (additionalData !== null) {
    bits.length(additionalData.oid.length).octets(Uint8Array.from(additionalData.oid));
    bits.length(additionalData.data.length).octets(additionalData.data);
  }
  return bits.bytes();
}
