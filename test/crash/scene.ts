/** What goes on in the story; points are named after it. */
export type Scene =
  | 'the bot starts'
  | 'alice asks'
  | 'bob approves'
  | 'an hour goes by'
  | 'alice asks for more time'
  | 'carol approves more time'
  | 'the first end goes by'
  | 'alice is done'
  | 'the end comes'
  | 'afterwards';

export const firstScene: Scene = 'the bot starts';
