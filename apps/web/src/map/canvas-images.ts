import type { Theme } from '../settings/settings-store.ts';
import { AGENCIES, agencyColour, CANONICAL_ORDER, priorityColour, statusColour } from '../trade/colours.ts';
import { AGENCY_GLYPHS, AGENCY_SHAPES, PRIORITY_SHAPES } from '../trade/shapes.ts';

export const IMAGE_PIXEL_RATIO = 2;
const BOX = 24;
const NUMBERED_PINS = 9;

export interface MapImage {
  readonly name: string;
  readonly data: ImageData;
}

/** Every symbol the overlays use, drawn here: the map asks no server for sprites. */
export function mapImages(theme: Theme): MapImage[] {
  const images: MapImage[] = [{ name: 'heading', data: headingImage(theme) }];
  for (const agency of AGENCIES) {
    for (const canonical of CANONICAL_ORDER) {
      images.push({ name: `unit-${agency}-${canonical}`, data: unitImage(agency, statusColour(canonical)) });
    }
    images.push({ name: `station-${agency}`, data: stationImage(agency) });
  }
  for (let priority = 1; priority <= 5; priority++) {
    images.push({ name: `incident-${priority}`, data: incidentImage(priority) });
  }
  images.push({ name: 'hospital', data: letterImage('H', '#0e8f86') });
  for (let number = 1; number <= NUMBERED_PINS; number++) {
    images.push({ name: `pin-${number}`, data: pinImage('#4c8dff', number) });
  }
  images.push({ name: 'pin', data: pinImage('#4c8dff') }, { name: 'own', data: pinImage('#2fa84f') });
  return images;
}

function draw(size: number, paint: (context: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size * IMAGE_PIXEL_RATIO;
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  context.scale(IMAGE_PIXEL_RATIO, IMAGE_PIXEL_RATIO);
  paint(context);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** A path of the 24-box at `scale`, centred in a square of `size`. */
function inMiddle(context: CanvasRenderingContext2D, size: number, scale: number): void {
  context.translate(size / 2 - (BOX * scale) / 2, size / 2 - (BOX * scale) / 2);
  context.scale(scale, scale);
}

function outlined(context: CanvasRenderingContext2D, path: string, fill: string, rim: number): void {
  const shape = new Path2D(path);
  context.lineJoin = 'round';
  context.lineWidth = rim * 2;
  context.strokeStyle = '#ffffff';
  context.shadowColor = 'rgb(0 0 0 / 55%)';
  context.shadowBlur = 4;
  context.stroke(shape);
  context.shadowColor = 'transparent';
  context.fillStyle = fill;
  context.fill(shape);
}

const unitImage = (agency: string, fill: string): ImageData =>
  draw(34, (context) => {
    inMiddle(context, 34, 1.08);
    outlined(context, AGENCY_SHAPES[agency] as string, fill, 1.6);
    context.fillStyle = '#ffffff';
    context.fill(new Path2D(AGENCY_GLYPHS[agency] as string));
  });

const stationImage = (agency: string): ImageData =>
  draw(22, (context) => {
    context.fillStyle = '#ffffff';
    context.strokeStyle = agencyColour(agency);
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(11, 2);
    context.lineTo(20, 8.5);
    context.lineTo(20, 20);
    context.lineTo(2, 20);
    context.lineTo(2, 8.5);
    context.closePath();
    context.fill();
    context.stroke();
    context.fillStyle = agencyColour(agency);
    context.translate(4.2, 6.4);
    context.scale(0.57, 0.57);
    context.fill(new Path2D(AGENCY_GLYPHS[agency] as string));
  });

const incidentImage = (priority: number): ImageData =>
  draw(44, (context) => {
    context.save();
    inMiddle(context, 44, 1.35);
    outlined(context, PRIORITY_SHAPES[priority] as string, priorityColour(priority), 1.4);
    context.restore();
    context.fillStyle = priority === 3 ? '#1d1600' : '#ffffff';
    context.font = '800 19px system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(String(priority), 22, 23);
  });

/** Points north; sits around the unit's symbol and turns with its course. */
const headingImage = (theme: Theme): ImageData =>
  draw(56, (context) => {
    context.fillStyle = theme === 'dark' ? '#ffffff' : '#33445a';
    context.strokeStyle = theme === 'dark' ? 'rgb(10 20 30 / 70%)' : '#ffffff';
    context.lineWidth = 1.2;
    context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(28, 1.5);
    context.lineTo(40, 19);
    context.lineTo(16, 19);
    context.closePath();
    context.fill();
    context.stroke();
  });

const letterImage = (letter: string, fill: string): ImageData =>
  draw(22, (context) => {
    context.fillStyle = fill;
    context.strokeStyle = '#ffffff';
    context.lineWidth = 1.5;
    context.beginPath();
    context.roundRect(2, 2, 18, 18, 4);
    context.fill();
    context.stroke();
    context.fillStyle = '#ffffff';
    context.font = '800 14px system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(letter, 11, 11.8);
  });

const pinImage = (fill: string, number?: number): ImageData =>
  draw(36, (context) => {
    context.fillStyle = fill;
    context.strokeStyle = '#ffffff';
    context.lineWidth = 2;
    context.beginPath();
    context.arc(18, 13, 10, Math.PI * 0.8, Math.PI * 2.2);
    context.lineTo(18, 34);
    context.closePath();
    context.fill();
    context.stroke();
    context.fillStyle = '#ffffff';
    if (number !== undefined) {
      context.font = '800 15px system-ui, sans-serif';
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.fillText(String(number), 18, 13.8);
      return;
    }
    context.beginPath();
    context.arc(18, 13, 4, 0, Math.PI * 2);
    context.fill();
  });
