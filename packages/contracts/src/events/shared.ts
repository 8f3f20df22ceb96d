/** Same shape as muster.common.v1.Place, in the words of the domain. Coordinates are WGS-84 degrees. */
export interface PlaceFact {
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM: number;
  readonly source: string;
  readonly text: string;
  readonly confirmed: boolean;
}

export interface ActorFact {
  readonly kind: 'user' | 'unit' | 'service' | 'device' | 'caller';
  readonly id: string;
  readonly name: string;
}
