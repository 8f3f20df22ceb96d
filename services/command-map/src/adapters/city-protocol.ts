import type { PlaceHit, UnitRoute } from '@muster/contracts/edge';

/** What the edge asks the thread that holds the city's places and roads. */
export type CityQuestion =
  | {
      readonly ask: 'search';
      readonly text: string;
      readonly near: readonly [number, number] | null;
      readonly limit: number;
    }
  | { readonly ask: 'reverse'; readonly lon: number; readonly lat: number }
  | { readonly ask: 'route'; readonly from: readonly [number, number]; readonly to: readonly [number, number] };

export type RouteAnswer = Omit<UnitRoute, 'incidentId'>;

export interface CityAnswers {
  readonly search: readonly PlaceHit[];
  readonly reverse: PlaceHit | null;
  readonly route: RouteAnswer;
}

export interface CityRequest {
  readonly id: number;
  readonly question: CityQuestion;
}
export type CityReply =
  | { readonly id: number; readonly answer: unknown }
  | {
      readonly id: number;
      readonly refusal: { readonly code: string; readonly message: string; readonly messageZh: string };
    };
