import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { PipeRequest } from '../../model/questions/pipe-network.ts';
import { ServiceAreaRequest } from '../../model/questions/service-areas.ts';
import { TerrainRequest } from '../../model/questions/terrain-analysis.ts';
import { ViewRequest } from '../../model/questions/view-analysis.ts';
import { sceneForm } from '../../src/kit/scene-data.ts';
import { pipeRequestOf } from '../../src/plugins/pipe-network/controller.ts';
import { requestOf as serviceRequestOf } from '../../src/plugins/service-areas/controller.ts';
import { requestOf as terrainRequestOf } from '../../src/plugins/terrain-analysis/controller.ts';
import { requestOf as viewRequestOf } from '../../src/plugins/view-analysis/controller.ts';
import { testApp } from './test-app.ts';

type Kept = Record<'service' | 'view' | 'terrain' | 'pipe', { form: unknown; asks: unknown }>;
const KEPT = JSON.parse(readFileSync(resolve('tests/fixtures/analyses/forms.json'), 'utf8')) as Kept;

const { twin } = testApp();
const { serviceForm, viewForm, terrainForm, pipeForm } = twin.getState();

test.each([
  ['service', () => serviceRequestOf(sceneForm(serviceForm, KEPT.service.form, '')), ServiceAreaRequest],
  ['view', () => viewRequestOf(sceneForm(viewForm, KEPT.view.form, '')), ViewRequest],
  ['terrain', () => terrainRequestOf(sceneForm(terrainForm, KEPT.terrain.form, '')), TerrainRequest],
  ['pipe', () => pipeRequestOf(sceneForm(pipeForm, KEPT.pipe.form, '')), PipeRequest],
] as const)('%s: a form that a scene of version 0.2 holds asks what it asked then', (kind, asked, schema) => {
  const request = asked();
  expect(request).toEqual(KEPT[kind].asks);
  expect(v.parse<v.GenericSchema>(schema, request)).toEqual(request);
});

test('roads that were closed when service areas were computed are asked for again out of a scene', () => {
  const form = { ...serviceForm, layer: 'a', attribute: 'b', value: 'c' };
  const closed = [{ segment: 'avenue', by: 'Axis Road' }];
  const reopened = sceneForm(serviceForm, JSON.parse(JSON.stringify({ ...form, closed })), '');
  expect(serviceRequestOf(reopened)?.closed).toEqual(closed);
  expect(serviceRequestOf(form)).not.toHaveProperty('closed');
});

test('what the forms begin with can be asked once the places are there', () => {
  expect(serviceRequestOf({ ...serviceForm, layer: 'a', attribute: 'b', value: 'c' })).toEqual(
    v.parse(ServiceAreaRequest, { facilities: { by: 'attribute', layer: 'a', attribute: 'b', value: 'c' } }),
  );
  expect(terrainRequestOf(terrainForm)).toEqual(v.parse(TerrainRequest, { kind: 'slope' }));
  expect(pipeRequestOf({ ...pipeForm, kind: 'clearance' })).toEqual(v.parse(PipeRequest, { kind: 'clearance' }));
});
