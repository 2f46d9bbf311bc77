import { allQuestions } from './all-questions.ts';
import type { Reading } from './parse-reading.ts';
import type { Asked, Finding, Question } from './question.ts';

export interface Answer extends Finding, Pick<Question, 'id' | 'title'> {}

/** Every question's finding, in the order of the list. */
export function answerQuestions(reading: Reading, asked: Asked): readonly Answer[] {
  return allQuestions.map((question) => {
    const { id, title } = question;
    return { ...question.find(reading, asked), id, title };
  });
}
