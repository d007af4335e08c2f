import { M_PER_DEG } from '../../model/geo/earth.ts';
import type { Box } from '../../model/geo/plane/box.ts';
import { MessageError } from '../../model/text/message.ts';
import { bakeMessage } from '../messages.ts';

/** A city, not a country: what is larger takes a host's day, and a computer's memory. */
const MAX_KM2 = 4_000;

/** `W,S,E,N`, as OpenStreetMap's and most other tools have it. */
export function parseBox(text: string): Box {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [west, south, east, north] = numbers;
  const isBox =
    numbers.length === 4 && west >= -180 && east <= 180 && south >= -85 && north <= 85 && west < east && south < north;
  if (!isBox) throw new MessageError(bakeMessage('box', { got: text }));
  const box: Box = [west, south, east, north];
  const km2 = areaKm2(box);
  if (km2 > MAX_KM2) throw new MessageError(bakeMessage('box-large', { most: MAX_KM2, got: Math.round(km2) }));
  return box;
}

const KM_PER_DEG = M_PER_DEG / 1000;

export function areaKm2([west, south, east, north]: Box): number {
  const midRad = (((south + north) / 2) * Math.PI) / 180;
  return (east - west) * KM_PER_DEG * Math.cos(midRad) * (north - south) * KM_PER_DEG;
}

/** A box in parts of at most so many degrees: each is asked for alone, and a cut costs one of them. */
export function partsOf([west, south, east, north]: Box, mostDeg: number): Box[] {
  const columns = Math.ceil((east - west) / mostDeg);
  const rows = Math.ceil((north - south) / mostDeg);
  const parts: Box[] = [];
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++)
      parts.push([
        rounded(west + ((east - west) * i) / columns),
        rounded(south + ((north - south) * j) / rows),
        rounded(west + ((east - west) * (i + 1)) / columns),
        rounded(south + ((north - south) * (j + 1)) / rows),
      ]);
  return parts;
}

const rounded = (deg: number): number => Math.round(deg * 1e7) / 1e7;
