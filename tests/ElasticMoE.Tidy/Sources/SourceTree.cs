namespace ElasticMoE.Tidy.Sources;

/// <summary>The repository's files: the paths of all, the text of those that people write.</summary>
internal sealed class SourceTree
{
    private static readonly HashSet<string> SkippedFolders = [".git", "bin", "obj", "artifacts", "TestResults", ".vs", ".idea"];
    private static readonly HashSet<string> TextExtensions = [".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".sh", ".svg", ".yml", ".yaml", ".py", ".txt", ""];

    private SourceTree(IReadOnlyList<string> paths, IReadOnlyList<SourceFile> files)
    {
        Paths = paths.ToHashSet(StringComparer.Ordinal);
        Files = files;
        Code = [.. files.Where(file => file.IsCode)];
    }

    /// <summary>Every file, relative to the root, with forward slashes.</summary>
    public IReadOnlySet<string> Paths { get; }

    /// <summary>The text files; reference data and generated files are not among them.</summary>
    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>The C# files.</summary>
    public IReadOnlyList<SourceFile> Code { get; }

    public SourceFile? Find(string path) => Files.FirstOrDefault(file => file.Path == path);

    public static SourceTree Load(string root)
    {
        string[] paths = [.. Walk(root, root).Order(StringComparer.Ordinal)];
        return new(paths, [.. paths.Where(IsText).Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(root, path))))]);
    }

    public static SourceTree Of(IEnumerable<SourceFile> files)
    {
        SourceFile[] all = [.. files];
        return new([.. all.Select(file => file.Path)], all);
    }

    private static IEnumerable<string> Walk(string root, string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder))
            yield return Path.GetRelativePath(root, file).Replace('\\', '/');
        foreach (string inner in Directory.EnumerateDirectories(folder))
        {
            if (SkippedFolders.Contains(Path.GetFileName(inner)))
                continue;
            foreach (string path in Walk(root, inner))
                yield return path;
        }
    }

    /// <summary>A worktree has a file named .git, which holds a path of the machine.</summary>
    private static bool IsText(string path) =>
        TextExtensions.Contains(Path.GetExtension(path)) && !path.StartsWith("tests/golden/", StringComparison.Ordinal) && path is not ("LICENSE" or ".git");
}
