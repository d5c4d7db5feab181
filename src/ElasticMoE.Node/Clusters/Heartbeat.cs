namespace ElasticMoE.Node.Clusters;

/// <summary>Says that this process lives, from a thread that does nothing else.</summary>
internal sealed class Heartbeat : IDisposable
{
    /// <summary>The line of one beat.</summary>
    public const string Line = "beat";

    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(200);

    private readonly TextWriter _output;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    public Heartbeat(TextWriter output)
    {
        _output = output;
        _thread = new Thread(Run) { IsBackground = true, Name = "heartbeat" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        // Where the listener takes nothing any more, a beat may never end.
        _ = _thread.Join(s_every);
    }

    private void Run()
    {
        try
        {
            do
            {
                _output.WriteLine(Line);
                _output.Flush();
            }
            while (!_stop.Token.WaitHandle.WaitOne(s_every));
        }
        catch (IOException)
        {
            // The listener is gone; at the end of its pipe this process ends too.
            return;
        }
    }
}
