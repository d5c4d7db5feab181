namespace ElasticMoE.Node.Clusters;

/// <summary>The pipe from a member's parent: at its end the member ends. Before that a spare member is told to begin.</summary>
internal sealed class ParentPipe
{
    /// <summary>The line by which a spare member begins.</summary>
    public const string Begin = "begin";

    /// <summary>The line by which a spare member says that it has got ready to.</summary>
    public const string Waits = "waits";

    private readonly Stream _input;
    private readonly ManualResetEventSlim _begun = new();
    private readonly CancellationTokenSource _ended = new();

    /// <param name="input">The process's standard input.</param>
    public ParentPipe(Stream input)
    {
        _input = input;
        new Thread(Listen) { IsBackground = true, Name = "watches parent" }.Start();
    }

    /// <summary>Takes what the parent says besides.</summary>
    public Action<string> Take { get; set; } = _ => { };

    /// <summary>The parent is gone, or wants this process to end.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Waits until this process is told to begin.</summary>
    /// <param name="ended">Ends the wait.</param>
    /// <returns>Whether it was.</returns>
    public bool WaitForTurn(CancellationToken ended)
    {
        WaitHandle.WaitAny([_begun.WaitHandle, ended.WaitHandle]);
        return !ended.IsCancellationRequested;
    }

    private void Listen()
    {
        using var reader = new StreamReader(_input);
        while (reader.ReadLine() is { } line)
        {
            if (line == Begin)
                _begun.Set();
            else
                Take(line);
        }
        _ended.Cancel();
    }
}
