import { describe, expect, test } from 'vitest';
import { TOUR_FORMAT, type Tour } from '../../../model/tours/tour.ts';
import {
  changedDraft,
  draftOf,
  newTour,
  redoneDraft,
  undoneDraft,
  withCapture,
  withChapter,
  withChapterChanged,
  withChapterMoved,
  withFile,
  withoutChapter,
  withStation,
} from '../../../src/plugins/tour/tour-draft.ts';

const VIEW = { lonDeg: 108.75123456789, latDeg: 34.3, heightM: 900.123456, headingDeg: 10, pitchDeg: -30 };
const CAPTURE = { view: VIEW, hour: 10.6666666, scene: 'under=translucent' };
const text = (words: string) => ({ zh: words, en: words });
const tourOf = (...ids: string[]): Tour => ({
  format: TOUR_FORMAT,
  kind: 'tour',
  id: 'walk',
  title: text('Walk'),
  chapters: ids.map((id) => ({
    id,
    title: text(id),
    caption: text('…'),
    state: 'existing',
    view: VIEW,
    way: [],
    seconds: 10,
    figures: [],
  })),
});
const idsOf = (tour: Tour) => tour.chapters.map(({ id }) => id);

describe('a tour under the pencil', () => {
  test('begins as one chapter of the page as it is, with a free id and no more digits than a camera needs', () => {
    const tour = newTour('c', text('C'), ['tour-1'], CAPTURE);
    expect([tour.id, tour.city, idsOf(tour)]).toEqual(['tour-2', 'c', ['chapter-1']]);
    expect(tour.chapters[0]).toMatchObject({
      scene: 'under=translucent',
      view: { lonDeg: 108.7512346, heightM: 900.12 },
    });
    expect(tour.chapters[0].hour).toBeCloseTo(10 + 40 / 60, 9);
  });

  test('takes chapters in, away and to another place', () => {
    const tour = withChapter(tourOf('a', 'b'), 0, CAPTURE);
    expect(idsOf(tour)).toEqual(['a', 'chapter-1', 'b']);
    expect(idsOf(withChapterMoved(tour, 2, -1))).toEqual(['a', 'b', 'chapter-1']);
    expect(withChapterMoved(tour, 0, -1)).toBe(tour);
    expect(idsOf(withoutChapter(tour, 0))).toEqual(['chapter-1', 'b']);
    expect(withoutChapter(tourOf('a'), 0).chapters).toHaveLength(1);
  });

  test('takes a file under a free name and drops those that no chapter shows any more', () => {
    const png = { type: 'image/png' as const, data: 'AA==' };
    const first = withFile(tourOf('a'), 'my river!.png', png);
    expect(first.name).toBe('my-river-.png');
    const shown = withChapterChanged(first.tour, 0, {
      picture: { file: first.name, alt: text('A'), source: text('B') },
    });
    const second = withFile(shown, 'my river!.png', png);
    expect([second.name, Object.keys(second.tour.files ?? {})]).toEqual([
      'my-river-.png-1',
      ['my-river-.png', 'my-river-.png-1'],
    ]);
    expect(Object.keys(withFile(first.tour, 'b.png', png).tour.files ?? {})).toEqual(['b.png']);
  });

  test('loses with a chapter the answers that led to it, and a question without answers', () => {
    const choices = [
      { label: text('b'), to: 'b' },
      { label: text('c'), to: 'c' },
    ];
    const asked = withChapterChanged(tourOf('a', 'b', 'c'), 0, { question: { text: text('?'), choices } });
    const once = withoutChapter(asked, 1);
    expect(once.chapters[0].question?.choices.map(({ to }) => to)).toEqual(['c']);
    expect(withoutChapter(once, 1).chapters[0].question).toBeUndefined();
  });

  test('takes the picture anew with its way, and stations one after the other', () => {
    const tour = withStation(withStation(tourOf('a'), 0, VIEW), 0, VIEW);
    expect(tour.chapters[0].way).toHaveLength(2);
    const layered = withChapterChanged(tour, 0, { layers: ['x'], hour: 3, toHour: 5 });
    const [taken] = withCapture(layered, 0, { ...CAPTURE, scene: '' }).chapters;
    expect(taken).not.toHaveProperty('layers');
    expect(taken).not.toHaveProperty('toHour');
    expect(taken).not.toHaveProperty('scene');
    expect(taken.way).toEqual([]);
  });

  test('is undone and done again change by change; letters of one field are one change', () => {
    let draft = draftOf(tourOf('a'));
    draft = changedDraft(draft, 'title', { ...draft.tour, title: text('W') });
    draft = changedDraft(draft, 'title', { ...draft.tour, title: text('Wa') });
    draft = changedDraft(draft, '', withChapter(draft.tour, 0, CAPTURE), 1);
    expect(draft.at).toBe(1);
    const back = undoneDraft(draft);
    expect([idsOf(back.tour), back.at, back.tour.title.en]).toEqual([['a'], 0, 'Wa']);
    expect(undoneDraft(back).tour.title.en).toBe('Walk');
    expect(redoneDraft(redoneDraft(undoneDraft(back))).tour).toEqual(draft.tour);
    expect(undoneDraft(draftOf(tourOf('a'))).past).toEqual([]);
  });
});
