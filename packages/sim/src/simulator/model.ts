import type { Distribution } from './distributions.ts';
import type { StreetNet } from './street-net.ts';

/** A point of the model: a node of the street net and the off-road way to it, base seconds. */
export interface Place {
  readonly node: number;
  readonly offRoadS: number;
  readonly lon: number;
  readonly lat: number;
}

export interface Station extends Place {
  readonly name: string;
}

export interface CallClass {
  readonly name: string;
  /** From the call's arrival to the unit's, seconds: later is late. */
  readonly targetS: number;
  /** Seconds of travel to a call of this class for each base second. */
  readonly slowness: number;
  /** From the dispatch on: a place within this many seconds of a station is covered. */
  readonly coverS: number;
  readonly share: number;
}

/** Where calls come from: rectangles with weights, uniform within each. */
export interface Demand {
  readonly source: string;
  /** Centre and size of each cell, degrees. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly widthDeg: number;
  readonly heightDeg: number;
  /** Running total of the weights; the last is their sum. */
  readonly cumulative: Float64Array;
}

/** Means in seconds where a distribution is one of time. */
export interface CallLaw {
  readonly betweenS: Distribution;
  readonly priority: Distribution;
  readonly dispatchDelayS: Distribution;
  readonly onSceneS: Distribution;
  readonly transport: Distribution;
  readonly handoverS: Distribution;
}

/** One city's ambulances, roads and calls. Classes are in order of urgency, the most urgent first. */
export interface CityModel {
  readonly name: string;
  readonly net: StreetNet;
  readonly kmPerLon: number;
  readonly kmPerLat: number;
  /** Base seconds for a kilometre off the road. */
  readonly offRoadSPerKm: number;
  /** Seconds for each base second without lights and siren. */
  readonly normalSlowness: number;
  readonly stations: readonly Station[];
  readonly hospitals: readonly Station[];
  /** Home station of each unit. */
  readonly unitStation: Int32Array;
  readonly classes: readonly CallClass[];
  /** mayRedispatch[from × classes + to]: 1 where the model's own rules let a unit be taken from one class to another. */
  readonly mayRedispatch: Uint8Array;
  readonly demand: Demand;
  readonly law: CallLaw;
  /** The nearest node at which calls may be reached, and the off-road way. */
  placeAt(lon: number, lat: number): Place;
  /** What a reader should know about how this model was made. */
  readonly notes: readonly string[];
  /** Folded into every run's seed, so that sets of a model (train, validate, test) are different calls. */
  readonly baseSeed: number;
}
