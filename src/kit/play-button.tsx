import { useApp, useTwin } from './app-context.tsx';
import { IconButton } from './controls.tsx';
import { useWords } from './words.ts';

/** Plays and holds the one clock. */
export function PlayButton({ onPress }: { onPress?: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const isPlaying = useTwin((state) => state.playing);
  return (
    <IconButton
      icon={isPlaying ? 'pause' : 'play'}
      label={t(isPlaying ? 'clock.pause' : 'clock.play')}
      className="play"
      onClick={() => {
        onPress?.();
        twin.getState().play(!isPlaying);
      }}
    />
  );
}
