/** An answer that has a shape this version does not understand; guessing on from there could open a door. */
export class UnexpectedAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnexpectedAnswer';
  }
}
