import { Component } from "preact";

/** Drawn again only when something it was given changed. What changes inside a thing is told by a count beside it. */
export abstract class Steady<P extends object> extends Component<P> {
  override shouldComponentUpdate(next: P): boolean {
    const now = this.props as P;
    return (Object.keys(next) as (keyof P)[]).some((name) => next[name] !== now[name]);
  }
}
