/**
 * How fast each kind of road is driven, km/h over a whole trip: waiting at junctions is inside the speed, because the
 * graph has no turn costs.
 *
 * `limitKmh` is the limit assumed where none is signed: the middle of the design speeds of CJJ 37-2012, table 3.2.1
 * (expressway 60–100, arterial 40–60, secondary 30–50, local 20–40 km/h), motorways 100 after JTG B01. `flow` is the share
 * of the limit an ordinary car keeps up through signals and traffic; `emergencyFlow` the share with lights and siren,
 * which gains most where others must stop and least on free roads. Both are planning assumptions until a centre fits
 * them to its own tracks; every result is relative to them.
 */
import type { Profile, RoadClass } from './graph.ts';

interface ClassSpeed {
  readonly limitKmh: number;
  readonly flow: number;
  readonly emergencyFlow: number;
}

export const CLASS_SPEEDS: Readonly<Record<RoadClass, ClassSpeed>> = {
  motorway: { limitKmh: 100, flow: 0.85, emergencyFlow: 1.0 },
  trunk: { limitKmh: 80, flow: 0.75, emergencyFlow: 0.95 },
  primary: { limitKmh: 60, flow: 0.6, emergencyFlow: 0.85 },
  secondary: { limitKmh: 50, flow: 0.6, emergencyFlow: 0.85 },
  tertiary: { limitKmh: 40, flow: 0.65, emergencyFlow: 0.9 },
  residential: { limitKmh: 30, flow: 0.7, emergencyFlow: 0.9 },
  service: { limitKmh: 20, flow: 0.7, emergencyFlow: 0.85 },
  track: { limitKmh: 15, flow: 0.7, emergencyFlow: 0.8 },
};

/** A heavy vehicle on a ramp or roundabout takes it no faster than this, siren or not. */
const LINK_MAX_KMH = 40;
const SLOWEST_KMH = 5;

/** Seconds lost by an emergency vehicle at a barrier it may open or push over. */
export const BARRIER_PASS_S = 20;

/** km/h; a signed limit replaces the class's, ramps and roundabouts are capped. */
export function driveSpeedKmh(
  roadClass: RoadClass,
  profile: Profile,
  maxSpeedKmh: number | undefined,
  slowCurve: boolean,
): number {
  const c = CLASS_SPEEDS[roadClass];
  const limit = maxSpeedKmh !== undefined && maxSpeedKmh > 0 ? maxSpeedKmh : c.limitKmh;
  const speed = limit * (profile === 'emergency' ? c.emergencyFlow : c.flow);
  return Math.max(SLOWEST_KMH, slowCurve ? Math.min(speed, LINK_MAX_KMH) : speed);
}
