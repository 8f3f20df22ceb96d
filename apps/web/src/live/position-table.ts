import { headingDeg, speedKmh, type TrackColumns } from '@muster/contracts/track-frame';

/** A unit glides to its new place in the time its fixes are apart, within these bounds. */
const GLIDE_MIN_MS = 200;
const GLIDE_MAX_MS = 2_500;
/** Farther than this between two fixes it did not drive: it jumps (about 1 km). */
const JUMP_DEG = 0.01;
const START_CAPACITY = 256;

export interface ShownPosition {
  lon: number;
  lat: number;
  /** NaN is unknown. */
  headingDeg: number;
  speedKmh: number;
  observedAtMs: number;
}

/**
 * The newest position of every unit, by unit number, and where each is drawn now on its way there. Columns of typed
 * arrays: thousands of units a second make no garbage. Times are this screen's clock (ms), except observedAtMs.
 */
export class PositionTable {
  readonly #slots = new Map<number, number>();
  #fromLon = new Float64Array(START_CAPACITY);
  #fromLat = new Float64Array(START_CAPACITY);
  #toLon = new Float64Array(START_CAPACITY);
  #toLat = new Float64Array(START_CAPACITY);
  #startMs = new Float64Array(START_CAPACITY);
  #glideMs = new Float64Array(START_CAPACITY);
  #observedAtMs = new Float64Array(START_CAPACITY);
  #heading = new Float64Array(START_CAPACITY);
  #speed = new Float64Array(START_CAPACITY);
  #restAtMs = 0;

  get size(): number {
    return this.#slots.size;
  }

  /** When every unit has reached its newest place: nothing needs drawing after it until the next frame. */
  get restAtMs(): number {
    return this.#restAtMs;
  }

  unitNumbers(): IterableIterator<number> {
    return this.#slots.keys();
  }

  /** Takes a frame in. The newest observation wins; late and repeated ones change nothing. */
  apply(columns: TrackColumns, nowMs: number): void {
    for (let i = 0; i < columns.count; i++) {
      const unitNo = columns.unitNo[i] as number;
      const observedAtMs = columns.baseMs + (columns.afterMs[i] as number);
      const lon = (columns.lonE7[i] as number) / 1e7;
      const lat = (columns.latE7[i] as number) / 1e7;
      const slot = this.#slots.get(unitNo) ?? this.#add(unitNo, lon, lat);
      if (observedAtMs <= (this.#observedAtMs[slot] as number)) continue;
      this.#aim(slot, lon, lat, observedAtMs, nowMs);
      const heading = headingDeg(columns, i);
      // A standing vehicle reports no course; it keeps pointing where it last drove.
      if (!Number.isNaN(heading)) this.#heading[slot] = heading;
      this.#speed[slot] = speedKmh(columns, i);
    }
  }

  /** Where the unit is drawn at `nowMs`, written into `shown`; false when it has never been heard of. */
  read(unitNo: number, nowMs: number, shown: ShownPosition): boolean {
    const slot = this.#slots.get(unitNo);
    if (slot === undefined) return false;
    const way = this.#progress(slot, nowMs);
    shown.lon = mix(this.#fromLon[slot] as number, this.#toLon[slot] as number, way);
    shown.lat = mix(this.#fromLat[slot] as number, this.#toLat[slot] as number, way);
    shown.headingDeg = this.#heading[slot] as number;
    shown.speedKmh = this.#speed[slot] as number;
    shown.observedAtMs = this.#observedAtMs[slot] as number;
    return true;
  }

  clear(): void {
    this.#slots.clear();
    this.#observedAtMs.fill(0);
  }

  #aim(slot: number, lon: number, lat: number, observedAtMs: number, nowMs: number): void {
    const way = this.#progress(slot, nowMs);
    const heldLon = mix(this.#fromLon[slot] as number, this.#toLon[slot] as number, way);
    const heldLat = mix(this.#fromLat[slot] as number, this.#toLat[slot] as number, way);
    const held = this.#observedAtMs[slot] as number;
    const jumps = held === 0 || Math.abs(lon - heldLon) > JUMP_DEG || Math.abs(lat - heldLat) > JUMP_DEG;
    this.#fromLon[slot] = jumps ? lon : heldLon;
    this.#fromLat[slot] = jumps ? lat : heldLat;
    this.#toLon[slot] = lon;
    this.#toLat[slot] = lat;
    this.#startMs[slot] = nowMs;
    this.#glideMs[slot] = jumps ? 0 : Math.min(GLIDE_MAX_MS, Math.max(GLIDE_MIN_MS, observedAtMs - held));
    this.#observedAtMs[slot] = observedAtMs;
    this.#restAtMs = Math.max(this.#restAtMs, nowMs + (this.#glideMs[slot] as number));
  }

  #progress(slot: number, nowMs: number): number {
    const glideMs = this.#glideMs[slot] as number;
    return glideMs === 0 ? 1 : Math.min(1, Math.max(0, (nowMs - (this.#startMs[slot] as number)) / glideMs));
  }

  #add(unitNo: number, lon: number, lat: number): number {
    const slot = this.#slots.size;
    if (slot === this.#toLon.length) this.#grow();
    this.#slots.set(unitNo, slot);
    this.#fromLon[slot] = this.#toLon[slot] = lon;
    this.#fromLat[slot] = this.#toLat[slot] = lat;
    this.#glideMs[slot] = 0;
    this.#observedAtMs[slot] = 0;
    this.#heading[slot] = Number.NaN;
    this.#speed[slot] = Number.NaN;
    return slot;
  }

  #grow(): void {
    const grown = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const larger = new Float64Array(column.length * 2);
      larger.set(column);
      return larger;
    };
    this.#fromLon = grown(this.#fromLon);
    this.#fromLat = grown(this.#fromLat);
    this.#toLon = grown(this.#toLon);
    this.#toLat = grown(this.#toLat);
    this.#startMs = grown(this.#startMs);
    this.#glideMs = grown(this.#glideMs);
    this.#observedAtMs = grown(this.#observedAtMs);
    this.#heading = grown(this.#heading);
    this.#speed = grown(this.#speed);
  }
}

const mix = (from: number, to: number, way: number): number => from + (to - from) * way;
