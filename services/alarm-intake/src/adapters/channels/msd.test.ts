import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMsd, encodeMsd, type Msd, PROPULSIONS, VEHICLE_TYPES } from './msd.ts';

/** The example that modem makers publish of EN 15722:2015, with its values. */
const EXAMPLE = '02251C0680E30A51439E2955D43800800437F80A3105669023F8A71166932185B004150043C040';

const int = (min: number, max: number) => fc.integer({ min, max });
const VIN_CHARS = [...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'];
const delta = fc.record({ latDelta: int(-512, 511), lonDelta: int(-512, 511) });
const msd: fc.Arbitrary<Msd> = fc.constantFrom(1 as const, 2 as const, 3 as const).chain((version) =>
  fc.record({
    version: fc.constant(version),
    messageIdentifier: int(0, 255),
    automaticActivation: fc.boolean(),
    testCall: fc.boolean(),
    positionCanBeTrusted: fc.boolean(),
    vehicleType: int(-1, VEHICLE_TYPES.length - 1),
    vin: fc.array(fc.constantFrom(...VIN_CHARS), { minLength: 17, maxLength: 17 }).map((chars) => chars.join('')),
    propulsion: fc.tuple(...PROPULSIONS.map(() => fc.boolean())).map((all) => (version === 1 ? all.slice(0, -1) : all)),
    timestampS: int(0, 2 ** 31 - 1).map((n) => n * 2),
    position: fc.option(fc.record({ latMas: int(-324_000_000, 324_000_000), lonMas: int(-648_000_000, 648_000_000) })),
    directionDeg: fc.option(int(0, 179).map((steps) => steps * 2)),
    recent: fc.array(delta, { minLength: version === 3 ? 2 : 0, maxLength: 2 }),
    passengers: fc.option(int(0, 254)),
    additionalData: fc.option(
      fc.record({
        oid: fc.array(int(0, 127), { minLength: 1, maxLength: 5 }),
        data: fc.uint8Array({ maxLength: 200 }),
      }),
    ),
  }),
);

describe('a minimum set of data', () => {
  it('of the published example says what it should', () => {
    const decoded = decodeMsd(Buffer.from(EXAMPLE, 'hex'));
    expect(decoded).toEqual({
      ...{ version: 2, messageIdentifier: 1, automaticActivation: true, testCall: false, positionCanBeTrusted: true },
      ...{ vehicleType: 0, vin: 'ECALLEXAMPLE02013', timestampS: 1_367_878_452, directionDeg: 90, passengers: 2 },
      propulsion: [true, false, false, false, false, false, false],
      position: { latMas: 18_859_320, lonMas: 187_996_428 },
      recent: [
        { latDelta: 0, lonDelta: 10 },
        { latDelta: 0, lonDelta: 30 },
      ],
      additionalData: null,
    });
  });
  it('is the same after writing and reading, in all three versions', () => {
    fc.assert(fc.property(msd, (sent) => void expect(decodeMsd(encodeMsd(sent))).toEqual(sent)));
  });
  it('that is random bytes never throws', () => {
    const versioned = fc.tuple(fc.constantFrom(1, 2, 3), fc.uint8Array({ maxLength: 160 }));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => void decodeMsd(bytes)));
    fc.assert(
      fc.property(versioned, ([version, bytes]) => void decodeMsd(Uint8Array.from([version, ...bytes]))),
      {
        numRuns: 2_000,
      },
    );
  });
  it('that is cut short is none', () => {
    const whole = Buffer.from(EXAMPLE, 'hex');
    for (let length = 0; length < whole.length; length++) expect(decodeMsd(whole.subarray(0, length))).toBeNull();
  });
});
