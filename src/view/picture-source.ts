/** A picture that its owner changes by itself, for scene layers whose picture is no part of the twin. */
export interface PictureSource<Picture> {
  picture(): Picture | null;
  /** Calls whenever the picture changed; returns what ends it. */
  follow(changed: () => void): () => void;
}

/** The owner's side of a source. */
interface PictureOwner<Picture> extends PictureSource<Picture> {
  put(picture: Picture | null): void;
}

/** A source that is empty until its owner puts a picture in; any number of followers. */
export function createPictureSource<Picture>(): PictureOwner<Picture> {
  const followers = new Set<() => void>();
  let held: Picture | null = null;
  return {
    picture: () => held,
    follow(changed) {
      followers.add(changed);
      return () => followers.delete(changed);
    },
    put(picture) {
      held = picture;
      for (const changed of followers) changed();
    },
  };
}
