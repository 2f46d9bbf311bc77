import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { play, stories, transcriptFile } from './play.ts';

test('there are stories to play', () => {
  expect(stories.length).toBeGreaterThanOrEqual(4);
});

// After a wanted change: npm run transcripts, and read what it wrote as the person who typed it.
test.each(stories)('%s', async (story) => {
  const { transcript, failed } = await play(story);
  expect(failed).toEqual([]);
  expect(transcript).toBe(readFileSync(transcriptFile(story), 'utf8'));
});
