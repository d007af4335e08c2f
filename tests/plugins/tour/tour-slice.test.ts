import { beforeEach, describe, expect, test } from 'vitest';
import type { Twin } from '../../../src/twin/twin.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

describe('a tour', () => {
  let twin: Twin;
  beforeEach(() => {
    twin = pageTwin(smallCity().city);
  });
  const now = () => {
    const { tour, tourIndex, tourProgressRatio, tourResumeInS } = twin.getState();
    return { tour, tourIndex, tourProgressRatio, tourResumeInS };
  };

  test('begins at its first chapter or the one that was asked for, from its beginning', () => {
    twin.getState().reportTour(0.5, 3);
    twin.getState().startTour();
    expect(now()).toEqual({ tour: 'playing', tourIndex: 0, tourProgressRatio: 0, tourResumeInS: null });
    twin.getState().startTour(1);
    expect(now().tourIndex).toBe(1);
  });

  test('is held while it plays, and goes on only from there', () => {
    twin.getState().holdTour();
    expect(now().tour).toBe('off');
    twin.getState().resumeTour();
    expect(now().tour).toBe('off');
    twin.getState().startTour();
    twin.getState().holdTour();
    twin.getState().reportTour(0.4, 7);
    expect(now()).toMatchObject({ tour: 'held', tourResumeInS: 7 });
    twin.getState().resumeTour();
    expect(now()).toMatchObject({ tour: 'playing', tourProgressRatio: 0.4, tourResumeInS: null });
  });

  test('shows another chapter from its beginning, held or not', () => {
    twin.getState().startTour();
    twin.getState().holdTour();
    twin.getState().reportTour(0.9, 2);
    twin.getState().showChapter(1);
    expect(now()).toMatchObject({ tour: 'held', tourIndex: 1, tourProgressRatio: 0 });
  });
});
