using System.Diagnostics;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Clusters;

/// <summary>
/// Starts a cluster's nodes on this machine and watches over them: one that ends is started again, as a new incarnation, a little later
/// each time it ends soon. Disposing lets all of them drain and exit.
/// </summary>
internal sealed class ClusterParent : IDisposable
{
    private const int BackOffMinMs = 50;
    private const int BackOffMaxMs = 5_000;
    private static readonly TimeSpan s_readyMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_stopMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    private readonly ClusterFolder _folder;
    private readonly IDisposable _folderLock;
    private readonly Action<string> _log;
    private readonly int _threads;
    private readonly NodeProcess[] _nodes;
    private readonly Thread?[] _watchers;
    private readonly CancellationTokenSource _stopping = new();

    private ClusterParent(ClusterFolder folder, IDisposable folderLock, int nodes, Action<string> log)
    {
        (_folder, _folderLock, _log) = (folder, folderLock, log);
        _threads = Math.Max(1, Environment.ProcessorCount / (nodes + 1));
        (_nodes, _watchers) = (new NodeProcess[nodes], new Thread?[nodes]);
    }

    /// <summary>Starts a cluster.</summary>
    /// <param name="folder">Where it lives; what a parent that died left there is ended first.</param>
    /// <param name="description">Its model and nodes.</param>
    /// <param name="mapFile">The given map, or null.</param>
    /// <param name="log">Takes a line for whatever happens to a node. Called on many threads.</param>
    /// <param name="cancelled">Ends the start.</param>
    /// <exception cref="InputException">A cluster runs there already (exit code: conflict), or a node can't be started.</exception>
    public static ClusterParent Start(ClusterFolder folder, ClusterFile description, string? mapFile, Action<string> log, CancellationToken cancelled)
    {
        var parent = new ClusterParent(folder, Prepare(folder, description, mapFile, log), description.Nodes.Count, log);
        try
        {
            parent.StartNodes(cancelled);
            return parent;
        }
        catch
        {
            parent.Dispose();
            throw;
        }
    }

    /// <summary>The node's process; another one after each restart.</summary>
    public NodeProcess Node(int number) => Volatile.Read(ref _nodes[number]);

    public void Dispose()
    {
        _stopping.Cancel();
        StopNodes();
        foreach (Thread? watcher in _watchers)
            watcher?.Join();
        // A watcher may have started a node just before it was told to end.
        StopNodes();
        foreach (NodeProcess? node in _nodes)
            node?.Dispose();
        for (int number = 0; number < _nodes.Length; number++)
            _folder.DeleteRecord($"node-{number}");
        _folder.Close();
        _folderLock.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Ends, by recorded id and start time, what a parent that died has left behind; for the holder of the folder's lock.</summary>
    public static void EndLeftovers(ClusterFolder folder, Action<string> log)
    {
        foreach (string process in folder.Recorded())
        {
            if (folder.TryReadRecord(process) is not { } record)
            {
                // A node ends by itself when its parent is gone, so a record that was cut short is no reason not to start.
                log($"the record of {process}, which a cluster that is gone has left, is damaged; it is deleted");
                folder.DeleteRecord(process);
                continue;
            }
            using Process? left = record.TryOpen();
            if (left is null)
                continue;
            log($"ending process {record.Pid}, which a cluster that is gone has left");
            left.Kill();
            left.WaitForExit();
        }
    }

    /// <summary>Takes the folder. Where that fails nothing in it is lost: the records are all that tells of processes left behind.</summary>
    private static IDisposable Prepare(ClusterFolder folder, ClusterFile description, string? mapFile, Action<string> log)
    {
        IDisposable folderLock = folder.Lock();
        try
        {
            EndLeftovers(folder, log);
            folder.Create(description, mapFile);
            return folderLock;
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Tells all nodes first, so that those that hang share one limit.</summary>
    private void StopNodes()
    {
        long started = TimeProvider.System.GetTimestamp();
        foreach (NodeProcess? node in _nodes)
            node?.CloseInput();
        foreach (NodeProcess? node in _nodes)
        {
            TimeSpan left = s_stopMax - TimeProvider.System.GetElapsedTime(started);
            node?.Stop(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    private void StartNodes(CancellationToken cancelled)
    {
        for (int number = 0; number < _nodes.Length; number++)
            Launch(number);
        foreach (NodeProcess node in _nodes)
            node.WaitUntilReady(s_readyMax, cancelled);
        for (int number = 0; number < _nodes.Length; number++)
        {
            int watched = number;
            _watchers[number] = new Thread(() => Watch(watched)) { IsBackground = true, Name = $"watches node {number}" };
            _watchers[number]!.Start();
        }
    }

    private void Launch(int number)
    {
        NodeProcess node = NodeProcess.Start(number, _folder, _threads, line => _log($"node {number}: {line}"));
        try
        {
            _folder.WriteRecord($"node-{number}", node.Record);
        }
        catch
        {
            // A process without a record is one that nobody could end after this one's death.
            node.Stop(TimeSpan.Zero);
            node.Dispose();
            throw;
        }
        Volatile.Write(ref _nodes[number], node);
    }

    private void Watch(int number)
    {
        int backOffMs = BackOffMinMs;
        while (true)
        {
            long started = TimeProvider.System.GetTimestamp();
            int exit = Node(number).WaitForExit();
            if (_stopping.IsCancellationRequested)
                return;
            if (TimeProvider.System.GetElapsedTime(started) >= s_soon)
                backOffMs = BackOffMinMs;
            string what = $"ended with exit code {exit}";
            do
            {
                backOffMs = Math.Min(2 * backOffMs, BackOffMaxMs);
                _log($"node {number} {what}; starting it again in {backOffMs} ms");
                if (_stopping.Token.WaitHandle.WaitOne(backOffMs))
                    return;
            }
            while (!TryLaunch(number, out what));
            _log($"node {number} runs again, as process {Node(number).Pid}");
        }
    }

    /// <summary>That one node can't be started now (the disk is full, the program is being replaced) must not end the others.</summary>
    private bool TryLaunch(int number, out string cause)
    {
        try
        {
            Launch(number);
            cause = "";
            return true;
        }
        catch (Exception failed) when (failed is InputException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            cause = $"can't be started: {failed.Message.ReplaceLineEndings(" ")}";
            return false;
        }
    }
}
