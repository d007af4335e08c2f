import { useEffect, useState } from 'react';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { useWords } from '../../../kit/words.ts';
import { tourController } from '../controller.ts';

const MIN_MS = 60_000;
/** The words stand elsewhere each minute, so that no screen keeps their shadow. */
const PLACES = 7;

/** Quiet hours: black, with the city's time; a touch anywhere begins one tour. */
export function DarkHall() {
  const { t } = useWords();
  const { zone } = useApp().twin.city;
  const { hall } = useController(tourController);
  const [minute, setMinute] = useState(() => Math.floor(Date.now() / MIN_MS));
  useEffect(() => {
    const timer = setInterval(() => setMinute(Math.floor(Date.now() / MIN_MS)), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <button type="button" className="dark-hall" data-place={minute % PLACES} onClick={() => hall?.wake()}>
      <time>{formatTime(cityTime(minute * MIN_MS, zone))}</time>
      <span>{t('halls.dark')}</span>
      <small>{t('halls.wake')}</small>
    </button>
  );
}
