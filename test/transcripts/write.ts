import { writeFileSync } from 'node:fs';
import { play, stories, transcriptFile } from './play.ts';

for (const story of stories) {
  const { transcript, failed } = await play(story);
  writeFileSync(transcriptFile(story), transcript);
  console.log(`${story}: ${failed.length === 0 ? 'written' : `written, but line ${failed.join(', ')} could not be done`}`);
}
