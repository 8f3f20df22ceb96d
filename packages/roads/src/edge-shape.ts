/** The drawn line of an edge, its ends included. */
import type { LonLat } from '@muster/geo/distance';
import { lineLengthM, localM, pointAlong } from '@muster/geo/distance';
import type { RoadGraph } from './graph.ts';

export function edgeLine(graph: RoadGraph, edge: number): LonLat[] {
  const line: LonLat[] = [[graph.nodeLon[graph.edgeFrom[edge]], graph.nodeLat[graph.edgeFrom[edge]]]];
  for (let i = graph.firstShape[edge]; i < graph.firstShape[edge + 1]; i++) {
    line.push([graph.shapeLon[i], graph.shapeLat[i]]);
  }
  line.push([graph.nodeLon[graph.edgeTo[edge]], graph.nodeLat[graph.edgeTo[edge]]]);
  return line;
}

/** A connector joins the parts of one split node: no road, nothing to stand on. */
export const isConnector = (graph: RoadGraph, edge: number): boolean => graph.edgeLengthM[edge] === 0;

/** The part of an edge between two fractions of its length; at least two points. */
export function partOfEdge(graph: RoadGraph, edge: number, from: number, to: number): LonLat[] {
  const line = edgeLine(graph, edge);
  if (from <= 0 && to >= 1) return line;
  const lengthM = lineLengthM(line);
  const part: LonLat[] = [pointAlong(line, from * lengthM)];
  let atM = 0;
  for (let i = 1; i < line.length - 1; i++) {
    atM += localM(line[i - 1][0], line[i - 1][1], line[i][0], line[i][1]);
    if (atM > from * lengthM && atM < to * lengthM) part.push(line[i]);
  }
  part.push(pointAlong(line, to * lengthM));
  return part;
}
