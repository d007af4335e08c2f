import * as v from 'valibot';
import { Id, Text, withDescription } from '../model/questions/parts.ts';
import { ServiceAreaRequest } from '../model/scenarios/service-areas.ts';
import { parseCase } from './faults.ts';

/** Service areas on foot as data: a case of `shapan sim service`. `service.schema.json` says the same to editors and other programs. */
export const ServiceCase = v.strictObject({
  format: v.literal(1),
  kind: v.literal('service'),
  id: Id,
  title: Text,
  city: withDescription('A baked city, by its id', Id),
  analysis: ServiceAreaRequest,
});
type ServiceCase = v.InferOutput<typeof ServiceCase>;

/** A case by its schema; its errors name the file, the place, what was expected and what came. */
export const parseServiceCase = (json: unknown, file: string): ServiceCase => parseCase(ServiceCase, json, file);
