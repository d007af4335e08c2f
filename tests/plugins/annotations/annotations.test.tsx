import { beforeEach, describe, expect, test } from 'vitest';
import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { createPanels } from '../../../src/kit/panels.ts';
import { words } from '../../../src/kit/words.ts';
import { type Annotation, geoJsonOf, MAX_ANNOTATIONS } from '../../../src/plugins/annotations/annotation.ts';
import { ANNOTATIONS, openAnnotations, pickNext } from '../../../src/plugins/annotations/controller.ts';
import { AnnotationsPanel } from '../../../src/plugins/annotations/panels/annotations.tsx';
import { annotationScenePart } from '../../../src/plugins/annotations/scene-part.ts';
import type { TwinState } from '../../../src/twin/slice.ts';
import { markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city: CITY } = smallCity();

const point = (lonDeg: number, latDeg: number): SurfacePoint => ({
  lonLat: { lonDeg, latDeg, heightM: 400 },
  enu: [0, 0, 0],
  elevationM: 410,
  on: 'ground',
});
const note = (id: string, text: string, lonDeg = 108): Annotation => ({
  id,
  form: 'point',
  text,
  points: [{ lonDeg, latDeg: 34, heightM: 400 }],
});

function opened(texts: Record<string, string> = {}, keeps = true) {
  const reported: unknown[] = [];
  const twin = pageTwin(CITY);
  twin.getState().speak('en');
  const panels = createPanels();
  const store = {
    load: (key: string) => texts[key] ?? null,
    save(key: string, text: string) {
      if (keeps) texts[key] = text;
      return keeps;
    },
  };
  const app = { twin, panels, report: (_: string, reason: unknown) => void reported.push(reason) };
  openAnnotations(app, store);
  return { twin, panels, reported, texts };
}

const listOf = ({ twin }: { twin: { getState(): TwinState } }) => twin.getState().annotations;

beforeEach(async () => {
  await words.changeLanguage('en');
});

describe('what is drawn becomes an annotation', () => {
  test('a point with its first click, a line once it is finished; the next is drawn at once', () => {
    const page = opened();
    const { twin } = page;
    pickNext(twin.getState());
    twin.getState().addPickPoint(point(108, 34));
    expect(listOf(page)).toEqual([note('1', '')]);
    twin.getState().setAnnotationForm('line');
    pickNext(twin.getState());
    twin.getState().addPickPoint(point(108, 34));
    twin.getState().addPickPoint(point(108.1, 34));
    expect(listOf(page)).toHaveLength(1);
    twin.getState().finishPicking();
    expect(listOf(page)[1]).toMatchObject({ id: '2', form: 'line', points: [{ lonDeg: 108 }, { lonDeg: 108.1 }] });
    expect(twin.getState().pick).toMatchObject({ owner: ANNOTATIONS, points: [], done: false });
  });

  test("somebody else's points are left alone, an area wants three, and a full list takes no more", () => {
    const page = opened();
    const { twin } = page;
    twin.getState().startPicking('measure', 'measure', 'distance');
    twin.getState().addPickPoint(point(108, 34));
    expect(listOf(page)).toEqual([]);
    twin.getState().setAnnotationForm('area');
    pickNext(twin.getState());
    twin.getState().addPickPoint(point(108, 34));
    twin.getState().addPickPoint(point(108.1, 34));
    twin.getState().finishPicking();
    expect(listOf(page)).toEqual([]);
    const full = Array.from({ length: MAX_ANNOTATIONS }, (_, i) => note(String(i + 1), ''));
    twin.getState().setAnnotations(full);
    twin.getState().setAnnotationForm('point');
    pickNext(twin.getState());
    twin.getState().addPickPoint(point(108, 34));
    expect(listOf(page)).toEqual(full);
    expect(readable(markupIn(twin, <AnnotationsPanel onClose={() => {}} />))).toContain('At most 200 annotations');
  });
});

describe('annotations are kept', () => {
  test('by this browser for this city, as they are written and removed', () => {
    const page = opened();
    page.twin.getState().setAnnotations([note('1', 'a'), note('2', 'b')]);
    page.twin.getState().writeAnnotation('2', 'c');
    page.twin.getState().removeAnnotation('1');
    expect(listOf(opened(page.texts))).toEqual([note('2', 'c')]);
  });

  test('one that is broken is told by its place, stays in the browser until something is written, and leaves the others', () => {
    const texts = { [CITY.id]: JSON.stringify([{ ...note('1', 'a'), points: [] }, note('2', 'b')]) };
    const before = { ...texts };
    const page = opened(texts);
    expect(listOf(page)).toEqual([note('2', 'b')]);
    expect(page.reported).toHaveLength(1);
    expect(String(page.reported[0])).toContain('localStorage.annotations.0');
    expect(texts).toEqual(before);
    expect(opened({ [CITY.id]: '{' }).reported).toHaveLength(1);
  });

  test('a browser that keeps nothing says so, once', () => {
    const page = opened({}, false);
    page.twin.getState().setAnnotations([note('1', 'a')]);
    expect(page.panels.getState().notice).toContain('does not save data');
    page.panels.getState().notify(null);
    page.twin.getState().writeAnnotation('1', 'b');
    expect(page.panels.getState().notice).toBe(null);
  });

  test("a scene brings its own beside the window's: none is lost, none comes twice, and what is wrong is told", async () => {
    const twin = pageTwin(CITY);
    const app = testApp(twin);
    expect(await annotationScenePart.save(app)).toBe(null);
    twin.getState().setAnnotations([note('1', 'mine'), note('2', 'both')]);
    const saved = await annotationScenePart.save(app);
    expect(saved?.data).toEqual([note('1', 'mine'), note('2', 'both')]);
    await annotationScenePart.open(app, [note('1', 'theirs'), note('7', 'both')]);
    expect(twin.getState().annotations).toEqual([note('1', 'mine'), note('2', 'both'), note('3', 'theirs')]);
    await expect(annotationScenePart.open(app, [{ ...note('9', ''), form: 'cube' }])).rejects.toThrow('form');
    expect(twin.getState().annotations).toHaveLength(3);
  });
});

test('GeoJSON has each form with its text: heights above the ellipsoid, an area anticlockwise and closed', () => {
  const corner = (lonDeg: number, latDeg: number) => ({ lonDeg, latDeg, heightM: 1 });
  const square = [corner(108, 34), corner(108, 35), corner(109, 35), corner(109, 34)];
  const area: Annotation = { id: '2', form: 'area', text: 'b', points: square };
  expect(geoJsonOf([note('1', 'a'), area, { ...area, id: '3', form: 'line' }])).toEqual({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        id: '1',
        properties: { text: 'a' },
        geometry: { type: 'Point', coordinates: [108, 34, 400] },
      },
      {
        type: 'Feature',
        id: '2',
        properties: { text: 'b' },
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [109, 34, 1],
              [109, 35, 1],
              [108, 35, 1],
              [108, 34, 1],
              [109, 34, 1],
            ],
          ],
        },
      },
      {
        type: 'Feature',
        id: '3',
        properties: { text: 'b' },
        geometry: {
          type: 'LineString',
          coordinates: [
            [108, 34, 1],
            [108, 35, 1],
            [109, 35, 1],
            [109, 34, 1],
          ],
        },
      },
    ],
  });
});

test('markup in a text is text; each row has a field, a way there and a way to remove it by its own name', () => {
  const { twin } = opened();
  twin.getState().setAnnotations([note('1', '<img src=x onerror=alert(1)>')]);
  const markup = markupIn(twin, <AnnotationsPanel onClose={() => {}} />);
  expect(tagsOf(markup, 'img')).toEqual([]);
  const names = tagsOf(markup, 'button').flatMap((tag) => / aria-label="([^"]*Annotation 1)"/.exec(tag)?.[1] ?? []);
  expect(names).toEqual(['Zoom to · Annotation 1', 'Delete Annotation 1']);
});
