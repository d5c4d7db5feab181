using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Files;

/// <summary>A folder that is filled under a temporary name beside the wanted one and renamed when it is complete.</summary>
internal sealed class NewFolder : IDisposable
{
    private readonly string _path;
    private readonly string _temporaryPath;
    private bool _completed;

    private NewFolder(string path)
    {
        _path = path;
        _temporaryPath = path + ".partial";
    }

    /// <summary>Begins the folder; one that stands there already must be empty.</summary>
    public static NewFolder Begin(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
            throw new InputException(path, "exists and is not empty", ExitCode.Conflict);
        var folder = new NewFolder(full);
        folder.Attempt(() =>
        {
            folder.RemoveTemporary();
            Directory.CreateDirectory(folder._temporaryPath);
        });
        return folder;
    }

    /// <summary>Where a file of the folder is written meanwhile.</summary>
    public string PathOf(string name) => Path.Combine(_temporaryPath, name);

    public void WriteFile(string name, byte[] bytes) => Attempt(() => File.WriteAllBytes(PathOf(name), bytes));

    public void Complete()
    {
        Attempt(() =>
        {
            if (Directory.Exists(_path))
                Directory.Delete(_path);
            Directory.Move(_temporaryPath, _path);
        });
        _completed = true;
    }

    public void Dispose()
    {
        if (!_completed)
            RemoveTemporary();
    }

    private void RemoveTemporary()
    {
        if (Directory.Exists(_temporaryPath))
            Directory.Delete(_temporaryPath, recursive: true);
    }

    private void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException)
        {
            throw new InputException(_path, $"cannot be written: {inner.Message}", inner: inner);
        }
    }
}
