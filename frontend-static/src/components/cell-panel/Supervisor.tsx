import { useEffect, useState } from "preact/hooks";
import { type NamedSupervisor, readSupervision } from "../../api/rota";
import { HALVES, isoOf, mondayOf } from "../../domain/calendar";
import type { Person } from "../../domain/rota";

interface Props {
  person: Person;
  day: number;
  half: 0 | 1;
  /** Grows when the published rota may have changed. */
  turn: number;
  nameOf(code: string): string;
}

/** Who supervises a trainee's session, or whom somebody supervises in it, as published. */
export function Supervisor({ person, day, half, turn, nameOf }: Props) {
  const [named, setNamed] = useState<NamedSupervisor[]>([]);
  const monday = mondayOf(day);
  useEffect(() => {
    let wanted = true;
    readSupervision(isoOf(monday), 1).then(
      (all) => wanted && setNamed(all),
      () => wanted && setNamed([]),
    );
    return () => {
      wanted = false;
    };
  }, [monday, turn]);
  const here = named.filter((each) => each.date === isoOf(day) && each.half === HALVES[half]);
  const own = here.find(({ trainee }) => trainee === person.code);
  const trainees = here.filter(({ supervisor }) => supervisor === person.code);
  if (!own && trainees.length === 0) return null;
  return (
    <dl class="panel-facts">
      <dt>{own ? "Supervised by" : "Supervises"}</dt>
      <dd>
        {own
          ? own.supervisor
            ? nameOf(own.supervisor)
            : "Nobody on site may supervise then"
          : trainees.map(({ trainee }) => nameOf(trainee)).join(", ")}
      </dd>
    </dl>
  );
}
