namespace ElasticMoE.Simulation.Linearizability;

/// <summary>
/// Whether there is an order of operations that explains all outcomes: each operation at one moment between its call and its answer, the object doing
/// what it does when they come one after the other. It looks for one as Wing and Gong do ("Testing and verifying concurrent objects", 1993): what was
/// called before anything open was answered may be next. As Lowe does ("Testing for linearizability", 2017) it remembers which operations in which
/// state it has tried, whatever their order was.
/// </summary>
/// <param name="sequential">The object.</param>
/// <param name="attemptsMax">More than so many are not made: then nothing is decided, and it throws.</param>
internal sealed class LinearizabilityChecker<TState, TOperation>(ISequentialObject<TState, TOperation> sequential, long attemptsMax = 10_000_000)
    where TState : IEquatable<TState>
    where TOperation : IEquatable<TOperation>
{
    /// <summary>Looks for an order.</summary>
    /// <returns>Null where there is one; otherwise what the longest order found can't explain.</returns>
    /// <exception cref="InvalidOperationException">It takes too many attempts.</exception>
    public string? Check(IReadOnlyList<RecordedOperation<TOperation>> history)
    {
        var search = new Search(sequential, history, attemptsMax);
        return search.Run() ? null : search.Unexplained;
    }

    private sealed class Search(ISequentialObject<TState, TOperation> sequential, IReadOnlyList<RecordedOperation<TOperation>> history, long attemptsMax)
    {
        private readonly OpenEvents _open = new([.. history.Select(one => (one.CalledAt, one.AnsweredAt))]);
        private readonly HashSet<(OperationSet Taken, TState State)> _tried = [];
        private readonly Stack<(int Operation, TState State)> _order = new();
        private TState _state = sequential.Initial;
        private OperationSet _taken;
        private int _missing = history.Count(one => one.AnsweredAt is not null);
        private long _attempts;
        private int _longest = -1;

        public string Unexplained { get; private set; } = "";

        public bool Run()
        {
            int at = _open.First;
            while (_missing > 0)
            {
                int operation = _open.OperationOf(at);
                if (!_open.IsCall(at))
                {
                    // It was answered, so it came before all that was called since; and whatever might come before it has been tried.
                    NoteUnexplained(operation);
                    if (_order.Count == 0)
                        return false;
                    at = _open.After(StepBack());
                }
                else
                    at = TryNext(operation) ? _open.First : _open.After(at);
            }
            return true;
        }

        private bool TryNext(int operation)
        {
            RecordedOperation<TOperation> one = history[operation];
            if (++_attempts > attemptsMax)
                throw new InvalidOperationException($"whether {history.Count} operations are linearizable isn't decided after {attemptsMax} attempts");
            if (!sequential.TryApply(_state, one.Operation, out TState next))
                return false;
            // What may never have happened needn't have, where it changes nothing; and of several that are the same it is the earliest that did.
            if (one.AnsweredAt is null && (next.Equals(_state) || HasEarlierSame(operation)))
                return false;
            OperationSet taken = _taken.Toggle(operation);
            if (!_tried.Add((taken, next)))
                return false;
            _order.Push((operation, _state));
            Move(operation, next, taken, -1);
            _open.Take(operation, one.AnsweredAt is not null);
            return true;
        }

        /// <summary>Takes the last operation out of the order.</summary>
        private int StepBack()
        {
            (int operation, TState state) = _order.Pop();
            _open.PutBack(operation, history[operation].AnsweredAt is not null);
            Move(operation, state, _taken.Toggle(operation), 1);
            return operation;
        }

        private void Move(int operation, TState state, OperationSet taken, int missing)
        {
            (_state, _taken) = (state, taken);
            _missing += history[operation].AnsweredAt is null ? 0 : missing;
        }

        private bool HasEarlierSame(int operation)
        {
            for (int before = _open.Before(operation); before != _open.End; before = _open.Before(before))
            {
                if (_open.IsCall(before) && history[before].AnsweredAt is null && history[before].Operation.Equals(history[operation].Operation))
                    return true;
            }
            return false;
        }

        private void NoteUnexplained(int operation)
        {
            if (_order.Count <= _longest)
                return;
            _longest = _order.Count;
            Unexplained = $"no order of {history.Count} operations explains {history[operation].Operation}: after {_longest} of them there is {_state}";
        }
    }
}
