using System.Collections.Concurrent;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>Does one thing after the other that blocks, such as asking a database, on a thread of its own.</summary>
internal sealed class BlockingThread : IDisposable
{
    private readonly BlockingCollection<Action> _work;
    private readonly Thread _thread;
    private readonly Action<Exception> _failed;

    /// <param name="name">For people.</param>
    /// <param name="waitingMax">Things that may wait.</param>
    /// <param name="failed">Is told of what one of them throws.</param>
    public BlockingThread(string name, int waitingMax, Action<Exception> failed)
    {
        (_work, _failed) = (new(waitingMax), failed);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <exception cref="InvalidOperationException">Too much waits, or it has ended.</exception>
    public void Post(Action work)
    {
        if (!_work.TryAdd(work))
            throw new InvalidOperationException($"{_thread.Name}: {_work.BoundedCapacity} things wait already");
    }

    /// <summary>Ends when what waits is done.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Run()
    {
        foreach (Action work in _work.GetConsumingEnumerable())
        {
            try
            {
                work();
            }
            catch (Exception failure)
            {
                _failed(failure);
            }
        }
    }
}
