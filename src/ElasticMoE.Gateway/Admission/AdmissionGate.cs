using ElasticMoE.Gateway.Errors;

namespace ElasticMoE.Gateway.Admission;

/// <summary>The door that requests go through: <see cref="AdmissionMachine"/> with callers that wait.</summary>
internal sealed class AdmissionGate(AdmissionBounds bounds)
{
    private readonly Lock _gate = new();
    private readonly AdmissionMachine _machine = new(bounds);

    /// <summary>Requests that wait, and their tokens.</summary>
    public (int Requests, long Tokens) Waiting
    {
        get
        {
            lock (_gate)
                return (_machine.Waiting, _machine.WaitingTokens);
        }
    }

    /// <summary>Waits until the request is let in. Whoever gets the result disposes it when the request has ended.</summary>
    /// <exception cref="ApiException">The queue is full.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<IDisposable> EnterAsync(string key, long tokens, CancellationToken cancelled)
    {
        var ticket = new AdmissionTicket(key, tokens);
        lock (_gate)
        {
            if (!_machine.TryEnqueue(ticket))
                throw new ApiException(ApiError.TooMany($"requests of {_machine.WaitingTokens} tokens wait already"));
            LetIn();
        }
        try
        {
            await ticket.Admitted.Task.WaitAsync(cancelled);
        }
        catch (OperationCanceledException)
        {
            GiveUp(ticket);
            throw;
        }
        return new Inside(this, ticket);
    }

    private void GiveUp(AdmissionTicket ticket)
    {
        lock (_gate)
        {
            if (!_machine.TryWithdraw(ticket))
                _machine.Release(ticket);
            LetIn();
        }
    }

    private void Leave(AdmissionTicket ticket)
    {
        lock (_gate)
        {
            _machine.Release(ticket);
            LetIn();
        }
    }

    private void LetIn()
    {
        while (_machine.Next() is { } ticket)
            ticket.Admitted.SetResult();
    }

    private sealed class Inside(AdmissionGate gate, AdmissionTicket ticket) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                gate.Leave(ticket);
        }
    }
}
